// What Foretell asks of GMime, as plain functions: GObject's casts and type checks are macros, and variadic functions
// cannot be called from Swift. Every object comes back as one of five opaque kinds of pointer.
#ifndef FORETELL_CGMIME_H
#define FORETELL_CGMIME_H

#include <stddef.h>
#include <stdint.h>

#include <gmime/gmime.h>

// What a part of a message is.
enum foretell_mime_kind {
    foretell_mime_other = 0,
    foretell_mime_leaf = 1,
    foretell_mime_text = 2,
    foretell_mime_list = 3,
    foretell_mime_letter = 4
};

static void foretell_mime_hush(const char *domain, GLogLevelFlags level, const char *text, void *unused) {
    (void)domain, (void)level, (void)text, (void)unused;
}

// Once, before anything else. What GMime has to say about broken messages would only fill the log.
static inline void foretell_mime_start(void) {
    g_mime_init();
    g_log_set_handler("gmime", (GLogLevelFlags)(G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL), foretell_mime_hush, NULL);
}

// A message of these bytes, which are copied; NULL where they are none. Let go with foretell_mime_release.
static inline void *foretell_mime_parse(const void *bytes, size_t count) {
    // Letters without a declared charset: what is no UTF-8 is most likely Chinese, and anything is Latin-1.
    const char *charsets[] = {"utf-8", "gb18030", "iso-8859-1", NULL};
    GMimeParserOptions *options = g_mime_parser_options_new();
    g_mime_parser_options_set_fallback_charsets(options, charsets);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer((const char *)bytes, count);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, options);
    g_object_unref(parser);
    g_object_unref(stream);
    g_mime_parser_options_free(options);
    return message;
}

static inline void foretell_mime_release(void *object) {
    if (object != NULL) g_object_unref(object);
}

// A header of a message, decoded to UTF-8; NULL where there is none.
static inline const char *foretell_mime_header(void *message, const char *name) {
    return g_mime_object_get_header(GMIME_OBJECT(message), name);
}

static inline const char *foretell_mime_subject(void *message) {
    return g_mime_message_get_subject(GMIME_MESSAGE(message));
}

static inline const char *foretell_mime_message_id(void *message) {
    return g_mime_message_get_message_id(GMIME_MESSAGE(message));
}

// Seconds since 1970; false where the message has no date that can be read.
static inline int foretell_mime_date(void *message, int64_t *seconds) {
    GDateTime *date = g_mime_message_get_date(GMIME_MESSAGE(message));
    if (date == NULL) return 0;
    *seconds = g_date_time_to_unix(date);
    return 1;
}

// The first address of the sender; NULL where there is none, or a group.
static inline const char *foretell_mime_from(void *message) {
    InternetAddressList *list = g_mime_message_get_from(GMIME_MESSAGE(message));
    if (list == NULL || internet_address_list_length(list) < 1) return NULL;
    InternetAddress *first = internet_address_list_get_address(list, 0);
    if (!INTERNET_ADDRESS_IS_MAILBOX(first)) return NULL;
    return internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first));
}

// The body of a message; NULL where it has none.
static inline void *foretell_mime_body(void *message) {
    return g_mime_message_get_mime_part(GMIME_MESSAGE(message));
}

static inline int foretell_mime_kind_of(void *part) {
    if (GMIME_IS_MULTIPART(part)) return foretell_mime_list;
    if (GMIME_IS_MESSAGE_PART(part)) return foretell_mime_letter;
    if (GMIME_IS_TEXT_PART(part)) return foretell_mime_text;
    if (GMIME_IS_PART(part)) return foretell_mime_leaf;
    return foretell_mime_other;
}

static inline int foretell_mime_count(void *list) { return g_mime_multipart_get_count(GMIME_MULTIPART(list)); }

static inline void *foretell_mime_at(void *list, int index) {
    return g_mime_multipart_get_part(GMIME_MULTIPART(list), index);
}

// The message that a part holds; NULL where it holds none.
static inline void *foretell_mime_inner(void *part) { return g_mime_message_part_get_message(GMIME_MESSAGE_PART(part)); }

static inline const char *foretell_mime_type(void *part) {
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    return type == NULL ? NULL : g_mime_content_type_get_media_type(type);
}

static inline const char *foretell_mime_subtype(void *part) {
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    return type == NULL ? NULL : g_mime_content_type_get_media_subtype(type);
}

static inline const char *foretell_mime_parameter(void *part, const char *name) {
    return g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), name);
}

static inline int foretell_mime_is_attachment(void *leaf) { return g_mime_part_is_attachment(GMIME_PART(leaf)); }

static inline const char *foretell_mime_file_name(void *leaf) { return g_mime_part_get_filename(GMIME_PART(leaf)); }

// What a part holds, its transfer encoding undone and, where a charset is given that is known, as UTF-8. NULL where it
// holds nothing. Let go with foretell_mime_release; foretell_mime_bytes shows it.
static inline void *foretell_mime_content(void *leaf, const char *charset) {
    GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(leaf));
    if (content == NULL) return NULL;
    GMimeStream *memory = g_mime_stream_mem_new();
    GMimeFilter *filter = charset == NULL ? NULL : g_mime_filter_charset_new(charset, "utf-8");
    if (filter == NULL) {
        g_mime_data_wrapper_write_to_stream(content, memory);
        return memory;
    }
    GMimeStream *filtered = g_mime_stream_filter_new(memory);
    g_mime_stream_filter_add(GMIME_STREAM_FILTER(filtered), filter);
    g_mime_data_wrapper_write_to_stream(content, filtered);
    g_mime_stream_flush(filtered);
    g_object_unref(filtered);
    g_object_unref(filter);
    return memory;
}

static inline const uint8_t *foretell_mime_bytes(void *memory, size_t *count) {
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
    *count = bytes->len;
    return bytes->data;
}

// The SHA-256 of bytes in hexadecimal digits: 64 of them and a NUL. False where there is no room for it.
static inline int foretell_sha256(const void *bytes, size_t count, char *digits) {
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    if (sum == NULL) return 0;
    g_checksum_update(sum, (const unsigned char *)bytes, (gssize)count);
    g_strlcpy(digits, g_checksum_get_string(sum), 65);
    g_checksum_free(sum);
    return 1;
}

#endif
