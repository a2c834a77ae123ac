import Foundation

/// Letters as a mail program would send them; all people and addresses are made up.
enum Samples {
    /// A small PNG: its signature and one grey pixel.
    static let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Array(repeating: 0x7F, count: 500)
    /// Another one, as a JPEG begins.
    static let photo: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0] + (0..<9_000).map { UInt8($0 % 251) }

    static func bytes(_ text: String) -> [UInt8] { Array(text.replacing("\n", with: "\r\n").utf8) }

    static func base64(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
    }

    /// A letter with a plain text.
    static func plain(
        id: String = "<1@mail.example>", subject: String = "Fridge too warm", text: String = "It is 12 degrees inside.",
        headers: String = ""
    ) -> [UInt8] {
        let name = id.isEmpty ? "" : "Message-ID: \(id)\n"
        return bytes(
            """
            From: Some One <Some.One@Mail.example>
            To: service@desk.example
            Date: Thu, 26 Nov 2026 10:00:00 +0800
            \(name)Subject: \(subject)
            \(headers)Content-Type: text/plain; charset=utf-8

            \(text)

            """)
    }

    /// A letter with two pictures, one of them named in Chinese.
    static let twoPictures = bytes(
        """
        From: someone@mail.example
        Date: Thu, 26 Nov 2026 10:00:00 +0800
        Message-ID: <pictures@mail.example>
        Subject: =?utf-8?B?5Yaw566x5LiN5Yi25Ya3?=
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="outer"

        --outer
        Content-Type: multipart/alternative; boundary="inner"

        --inner
        Content-Type: text/plain; charset=gb18030
        Content-Transfer-Encoding: base64

        \(base64([0xB1, 0xF9, 0xCF, 0xE4, 0xB2, 0xBB, 0xC0, 0xE4]))
        --inner
        Content-Type: text/html; charset=utf-8

        <p>HTML says <b>the same</b></p>
        --inner--
        --outer
        Content-Type: image/png; name="../../etc/plate.png"
        Content-Transfer-Encoding: base64
        Content-Disposition: attachment; filename="../../etc/plate.png"

        \(base64(picture))
        --outer
        Content-Type: image/jpeg
        Content-Transfer-Encoding: base64
        Content-Disposition: inline; filename*=utf-8''%E6%95%85%E9%9A%9C.jpg

        \(base64(photo))
        --outer--

        """)

    /// A letter of HTML alone.
    static let htmlOnly = bytes(
        """
        From: someone@mail.example
        Message-ID: <html@mail.example>
        Subject: noise
        Content-Type: text/html; charset=utf-8

        <html><head><title>no text</title><style>p { color: red }</style></head><body>
        <p>The fridge&nbsp;hums &amp; drips, 4&#176;C.</p><!-- <p>hidden</p> --><script>alert("x")</script>
        <div>Serial <b>SN-4711</b><br>since Monday</div></body></html>
        """)

    /// A letter with so many small attachments.
    static func attachments(_ count: Int, bytes each: Int = 10) -> [UInt8] {
        let part = base64(Array(repeating: 65, count: each))
        let parts = (0..<count).map { number in
            """
            --b
            Content-Type: application/octet-stream
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment; filename="f\(number).bin"

            \(part)

            """
        }
        return bytes(
            "From: a@b.example\nSubject: many\nContent-Type: multipart/mixed; boundary=b\n\n" + parts.joined()
                + "--b--\n")
    }

    /// A letter whose lists lie in each other so deep.
    static func nested(_ depth: Int) -> [UInt8] {
        var text = "From: a@b.example\nSubject: deep\n"
        for level in 0..<depth {
            text += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n"
        }
        return bytes(text + "Content-Type: text/plain\n\ninnermost\n")
    }
}
