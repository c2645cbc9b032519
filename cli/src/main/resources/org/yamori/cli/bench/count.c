/*
 * An independent count of a capture, for checking Yamori: reads a classic pcap file (little endian, microseconds,
 * Ethernet or raw IP) of IPv4 packets and writes, for every UTC minute, hour and day, how many packets, bytes (IP total
 * length) and exactly how many distinct sources there were for each protocol and destination port, and in all.
 *
 * Shares nothing with Yamori but the file. A packet may come at most two minutes after a later one.
 *
 * Output: records of six little-endian 64-bit numbers: resolution (0 minute, 1 hour, 2 day), start in seconds, key,
 * packets, bytes, sources. A key is protocol << 16 | port (ICMP: type << 8 | code); -1 is everything in the window and
 * ends it.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EVERYTHING UINT64_MAX
#define BUFFER (1u << 20)
#define LARGEST_PACKET 262144u
#define WINDOWS 64

static const uint64_t SECONDS[] = {60, 3600, 86400};

struct set {
    uint64_t *slots; /* value + 1; 0 is empty */
    uint64_t mask, used;
};

struct row {
    uint64_t key, packets, bytes, sources; /* key + 1; 0 is empty */
};

struct window {
    int resolution;
    uint64_t start, packets, bytes;
    struct row *rows;
    uint64_t row_mask, row_count;
    struct set pairs, sources;
};

static struct window *windows[WINDOWS];
static int open_windows;

static void fail(const char *why) {
    fprintf(stderr, "count: %s\n", why);
    exit(1);
}

static void *zeros(uint64_t count, uint64_t size) {
    void *memory = calloc(count, size);
    if (!memory) fail("out of memory");
    return memory;
}

static uint64_t scatter(uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static int insert(struct set *set, uint64_t value);

static void grow(struct set *set) {
    struct set larger = {zeros((set->mask + 1) * 2, sizeof(uint64_t)), (set->mask + 1) * 2 - 1, 0};
    for (uint64_t i = 0; i <= set->mask; i++)
        if (set->slots[i]) insert(&larger, set->slots[i] - 1);
    free(set->slots);
    *set = larger;
}

/* 1 if the value is new. */
static int insert(struct set *set, uint64_t value) {
    uint64_t at = scatter(value) & set->mask;
    for (; set->slots[at]; at = (at + 1) & set->mask)
        if (set->slots[at] == value + 1) return 0;
    set->slots[at] = value + 1;
    if (++set->used * 2 > set->mask) grow(set);
    return 1;
}

static struct row *row_of(struct window *window, uint64_t key) {
    uint64_t at = scatter(key) & window->row_mask;
    for (; window->rows[at].key; at = (at + 1) & window->row_mask)
        if (window->rows[at].key == key + 1) return &window->rows[at];
    if (window->row_count * 2 > window->row_mask) {
        struct row *old = window->rows;
        uint64_t capacity = window->row_mask + 1;
        window->rows = zeros(capacity * 2, sizeof(struct row));
        window->row_mask = capacity * 2 - 1;
        for (uint64_t i = 0; i < capacity; i++)
            if (old[i].key) {
                uint64_t to = scatter(old[i].key - 1) & window->row_mask;
                while (window->rows[to].key) to = (to + 1) & window->row_mask;
                window->rows[to] = old[i];
            }
        free(old);
        return row_of(window, key);
    }
    window->row_count++;
    window->rows[at].key = key + 1;
    return &window->rows[at];
}

static void put(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f) {
    uint64_t record[] = {a, b, c, d, e, f};
    if (fwrite(record, sizeof record, 1, stdout) != 1) fail("cannot write");
}

static void close_window(int index) {
    struct window *w = windows[index];
    for (uint64_t i = 0; i <= w->row_mask; i++) {
        struct row *r = &w->rows[i];
        if (r->key) put(w->resolution, w->start, r->key - 1, r->packets, r->bytes, r->sources);
    }
    put(w->resolution, w->start, EVERYTHING, w->packets, w->bytes, w->sources.used);
    free(w->rows);
    free(w->pairs.slots);
    free(w->sources.slots);
    free(w);
    windows[index] = windows[--open_windows];
}

static struct window *window_of(int resolution, uint64_t second, uint64_t latest) {
    uint64_t start = second - second % SECONDS[resolution];
    for (int i = 0; i < open_windows; i++)
        if (windows[i]->resolution == resolution && windows[i]->start == start) return windows[i];
    if (start + SECONDS[resolution] + 120 <= latest) fail("a packet comes more than two minutes after a later one");
    for (int i = open_windows - 1; i >= 0; i--)
        if (windows[i]->start + SECONDS[windows[i]->resolution] + 120 <= latest) close_window(i);
    if (open_windows == WINDOWS) fail("too many windows are open");
    struct window *w = zeros(1, sizeof *w);
    w->resolution = resolution;
    w->start = start;
    w->row_mask = (1 << 12) - 1;
    w->rows = zeros(w->row_mask + 1, sizeof(struct row));
    w->pairs = (struct set){zeros(1 << 14, sizeof(uint64_t)), (1 << 14) - 1, 0};
    w->sources = (struct set){zeros(1 << 14, sizeof(uint64_t)), (1 << 14) - 1, 0};
    return windows[open_windows++] = w;
}

static void count(uint64_t second, uint64_t latest, uint64_t key, uint32_t source, uint64_t bytes) {
    for (int resolution = 0; resolution < 3; resolution++) {
        struct window *w = window_of(resolution, second, latest);
        struct row *r = row_of(w, key);
        w->packets++;
        w->bytes += bytes;
        r->packets++;
        r->bytes += bytes;
        r->sources += insert(&w->pairs, key << 32 | source);
        insert(&w->sources, source);
    }
}

static uint32_t little32(const uint8_t *p) {
    return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint32_t big16(const uint8_t *p) {
    return p[0] << 8 | p[1];
}

static uint32_t big32(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
}

static void packet(uint64_t second, uint64_t latest, const uint8_t *ip, uint32_t length) {
    if (length < 20 || ip[0] >> 4 != 4) fail("a packet that is not IPv4");
    uint32_t header = (ip[0] & 15) * 4, protocol = ip[9], port = 0;
    int first_fragment = (big16(ip + 6) & 0x1fff) == 0;
    if (first_fragment && length >= header + 4) {
        if (protocol == 6 || protocol == 17) port = big16(ip + header + 2);
        if (protocol == 1) port = ip[header] << 8 | ip[header + 1];
    }
    count(second, latest, protocol << 16 | port, big32(ip + 12), big16(ip + 2));
}

int main(int argc, char **argv) {
    static uint8_t buffer[BUFFER + LARGEST_PACKET + 16];
    if (argc != 2) fail("usage: count FILE.pcap");
    FILE *file = fopen(argv[1], "rb");
    if (!file) fail("the capture cannot be opened");
    uint8_t head[24];
    if (fread(head, 24, 1, file) != 1 || little32(head) != 0xa1b2c3d4) fail("not a little-endian pcap file");
    uint32_t link = little32(head + 20);
    if (link != 1 && link != 101) fail("neither Ethernet nor raw IP");
    uint64_t latest = 0;
    size_t filled = 0, at = 0;
    for (;;) {
        if (filled - at < 16 || filled - at < 16 + (size_t)little32(buffer + at + 8)) {
            memmove(buffer, buffer + at, filled - at);
            filled -= at;
            at = 0;
            size_t more = fread(buffer + filled, 1, sizeof buffer - filled, file);
            filled += more;
            if (filled == 0) break;
            if (filled < 16 || filled < 16 + (size_t)little32(buffer + 8)) fail("the capture is cut short");
        }
        uint32_t captured = little32(buffer + at + 8);
        uint64_t second = little32(buffer + at);
        if (captured > LARGEST_PACKET) fail("a packet longer than any can be");
        if (second > latest) latest = second;
        const uint8_t *frame = buffer + at + 16;
        if (link == 101) {
            packet(second, latest, frame, captured);
        } else {
            if (captured < 14 || big16(frame + 12) != 0x0800) fail("a frame that is not IPv4");
            packet(second, latest, frame + 14, captured - 14);
        }
        at += 16 + captured;
    }
    while (open_windows) close_window(open_windows - 1);
    if (fflush(stdout)) fail("cannot write");
    return 0;
}
