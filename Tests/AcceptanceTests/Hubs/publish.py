"""Publishes a stream of messages with paho-mqtt, as a hub's own program would.

Called with the port of the broker and a file of JSON lines: topic, payload or payload_hex, retain.
"""

import json
import sys

import paho.mqtt.client as mqtt


def main() -> None:
    port, path = int(sys.argv[1]), sys.argv[2]
    client = mqtt.Client(client_id="hub")
    client.connect("127.0.0.1", port)
    client.loop_start()
    with open(path, encoding="utf-8") as lines:
        for line in filter(str.strip, lines):
            message = json.loads(line)
            if "payload_hex" in message:
                payload = bytes.fromhex(message["payload_hex"])
            else:
                text = message.get("payload", "")
                payload = text if isinstance(text, str) else json.dumps(text)
            sent = client.publish(message["topic"], payload, qos=1, retain=bool(message.get("retain", 0)))
            sent.wait_for_publish(10)
            if not sent.is_published():
                sys.exit(f"{message['topic']} was not taken by the broker")
    client.loop_stop()
    client.disconnect()


main()
