// What Foretell asks of libcurl whose functions are variadic, which Swift cannot call.
#ifndef FORETELL_CCURL_H
#define FORETELL_CCURL_H

#include <curl/curl.h>

static inline CURLcode foretell_curl_set_string(CURL *curl, CURLoption option, const char *value) {
    return curl_easy_setopt(curl, option, value);
}

static inline CURLcode foretell_curl_set_long(CURL *curl, CURLoption option, long value) {
    return curl_easy_setopt(curl, option, value);
}

static inline CURLcode foretell_curl_set_pointer(CURL *curl, CURLoption option, void *value) {
    return curl_easy_setopt(curl, option, value);
}

static inline CURLcode foretell_curl_set_function(
    CURL *curl, CURLoption option, size_t (*value)(char *, size_t, size_t, void *)) {
    return curl_easy_setopt(curl, option, value);
}

static inline CURLcode foretell_curl_set_list(CURL *curl, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(curl, option, value);
}

static inline CURLcode foretell_curl_get_long(CURL *curl, CURLINFO info, long *value) {
    return curl_easy_getinfo(curl, info, value);
}

static inline CURLcode foretell_curl_get_offset(CURL *curl, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(curl, info, value);
}

// The socket of a connection; -1 where there is none.
static inline int foretell_curl_socket(CURL *curl) {
    curl_socket_t found = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(curl, CURLINFO_ACTIVESOCKET, &found) != CURLE_OK) return -1;
    return (int)found;
}

// Once, before any other call, and before there are threads that call curl.
static inline CURLcode foretell_curl_start(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

#endif
