package org.yamori.sensor.signature;

import java.util.ArrayList;
import java.util.List;

/** SYNs as systems, scanners and odd programs send them. */
final class Stacks {
    private static final String LINUX = "020405b4 0402 080a a1b2c3d4 00000000 01 0303";
    private static final String WINDOWS = "020405b4 01 0303%s 01 01 0402";
    private static final String MAC = "020405b4 01 0303%s 01 01 080a 11223344 00000000 0402 00 00";

    private Stacks() {}

    static List<SynFrame> all() {
        List<SynFrame> stacks = new ArrayList<>();
        systems(stacks);
        scanners(stacks);
        oddities(stacks);
        windows(stacks);
        return stacks;
    }

    private static void systems(List<SynFrame> to) {
        // Linux: 6.x sends 64240, 44 segments; older ones 20, 10 and 4
        to.add(SynFrame.ipv4().options(LINUX + "07").window(64_240));
        to.add(SynFrame.ipv4().options(LINUX + "07").window(29_200).ttl(51));
        to.add(SynFrame.ipv4().options(LINUX + "0a").window(29_200).ttl(64));
        to.add(SynFrame.ipv4().options(LINUX + "04").window(14_600).ttl(40));
        to.add(SynFrame.ipv4().options(LINUX + "06").window(5840).ttl(33));
        to.add(SynFrame.ipv4().options(LINUX + "00").window(5840).ttl(20));
        to.add(SynFrame.ipv4().options("020405b4").window(65_535).ttl(60));
        to.add(SynFrame.ipv4().options(LINUX + "07").window(29_200).id(0, 0x4000));
        to.add(SynFrame.ipv4().options(LINUX + "07").window(29_200).id(0x77, 0));
        to.add(SynFrame.ipv4().options(LINUX + "07").window(29_200).flags(0xc2));
        to.add(SynFrame.ipv4().options(LINUX + "07").window(29_200).service(0x02));
        // a smaller MSS: window 20 * 1400, and Linux over IPv6: 20 * 1440
        to.add(SynFrame.ipv4().options(LINUX.replace("05b4", "0578") + "07").window(28_000));
        to.add(SynFrame.ipv6().options(LINUX.replace("05b4", "05a0") + "07").window(28_800));
        to.add(SynFrame.ipv6()
                .options(LINUX.replace("05b4", "05a0") + "07")
                .window(64_800)
                .flow(0xabcde));
        // Windows XP, 7, 10
        to.add(SynFrame.ipv4().ttl(128).options("020405b4 01 01 0402").window(65_535));
        to.add(SynFrame.ipv4().ttl(117).options("020405b4 01 01 0402").window(16_384));
        to.add(SynFrame.ipv4().ttl(128).options(WINDOWS.formatted("02")).window(8192));
        to.add(SynFrame.ipv4().ttl(110).options(WINDOWS.formatted("08")).window(8192));
        to.add(SynFrame.ipv4().ttl(113).options(WINDOWS.formatted("08")).window(64_240));
        to.add(SynFrame.ipv4().ttl(128).options(WINDOWS.formatted("08")).window(65_535));
        to.add(SynFrame.ipv4()
                .ttl(108)
                .options(WINDOWS.formatted("08"))
                .window(8192)
                .flags(0xc2));
        to.add(SynFrame.ipv6().ttl(128).options(WINDOWS.formatted("08")).window(8192));
        // Apple, FreeBSD, OpenBSD, NetBSD-like, Solaris
        to.add(SynFrame.ipv4().options(MAC.formatted("01")).window(65_535));
        to.add(SynFrame.ipv4().ttl(55).options(MAC.formatted("06")).window(65_535));
        to.add(SynFrame.ipv4()
                .options("020405b4 01 030306 0402 080a 00aabbcc 00000000")
                .window(65_535));
        to.add(SynFrame.ipv4()
                .options("020405b4 01 01 0402 01 030303 01 01 080a 01020304 00000000")
                .window(16_384));
        to.add(SynFrame.ipv4()
                .options("020405b4 030303 0402 01 01 01 080a 01020304 00000000 01 01 01 01")
                .window(32_768));
        to.add(SynFrame.ipv4().options("020405b4 01 030300 01 01 0402").window(49_640));
        to.add(SynFrame.ipv4().ttl(255).options("020405b4").window(4128).id(0, 0));
    }

    private static void scanners(List<SynFrame> to) {
        // ZMap: id 54321, window 65535, no options; newer ones with an MSS
        to.add(SynFrame.ipv4().ttl(255).id(54_321, 0).window(65_535));
        to.add(SynFrame.ipv4().ttl(239).id(54_321, 0).window(65_535).options("020405b4"));
        // Masscan: window 1024, no options
        to.add(SynFrame.ipv4().ttl(255).id(0xbeef, 0).window(1024));
        to.add(SynFrame.ipv4().ttl(244).id(0xbeef, 0).window(1024).options("020405b4"));
        // Nmap: SYN scan and the six sequence probes of its system detection
        for (int window : new int[] {1024, 2048, 3072, 4096}) {
            to.add(SynFrame.ipv4()
                    .ttl(37 + window / 512)
                    .id(0x1111, 0)
                    .window(window)
                    .options("020405b4"));
        }
        String stamp = "080a ffffffff 00000000";
        to.add(probe(1, "03030a 01 020405b4 " + stamp + " 0402"));
        to.add(probe(63, "02040578 030300 0402 " + stamp + " 00"));
        to.add(probe(4, stamp + " 01 01 030305 01 02040280"));
        to.add(probe(4, "0402 " + stamp + " 03030a 00"));
        to.add(probe(16, "02040218 0402 " + stamp + " 03030a 00"));
        to.add(probe(512, "02040109 0402 " + stamp));
        to.add(SynFrame.ipv4()
                .ttl(50)
                .id(9, 0)
                .flags(0xc2)
                .urgent(0xf7f5)
                .window(3)
                .options("03030a 01 020405b4 0402 01 01"));
        // Mirai: window at random, nothing else
        to.add(SynFrame.ipv4().ttl(47).id(0x4a3b, 0).window(0x6c1f));
        to.add(SynFrame.ipv4().ttl(47).id(0x4a3b, 0).window(51_234).numbers(0xc6336402, 0));
        // hping and Unicornscan
        to.add(SynFrame.ipv4().id(0x77, 0).window(512).numbers(0x12345678, 0x5a5a5a5a));
        to.add(SynFrame.ipv4()
                .id(0x77, 0x4000)
                .window(16_384)
                .options("020405b4 0402 080a 00000000 00000000 01 030300"));
        // p0f's own probe
        to.add(SynFrame.ipv4().ttl(192).id(0, 0x4000).window(1337).options("02040533 01 00" + "00".repeat(18)));
        to.add(SynFrame.ipv4().ttl(192).id(0, 0).window(1337).options("02040533 01 00" + "00".repeat(18)));
        to.add(SynFrame.ipv4().ttl(192).id(7, 0).window(1337).options("02040533 01 00" + "00".repeat(18)));
    }

    private static SynFrame probe(int window, String options) {
        return SynFrame.ipv4()
                .ttl(52)
                .id(0x2222, 0)
                .numbers(0x1000, 0x01020304)
                .window(window)
                .options(options);
    }

    private static void oddities(List<SynFrame> to) {
        SynFrame plain = SynFrame.ipv4();
        to.add(plain);
        to.add(SynFrame.ipv4().id(0, 0));
        to.add(SynFrame.ipv4().id(0, 0x8000));
        to.add(SynFrame.ipv4().id(5, 0xc000));
        to.add(SynFrame.ipv4().service(0x01));
        to.add(SynFrame.ipv4().service(0xfc));
        to.add(SynFrame.ipv4().ipOptions("01010100"));
        to.add(SynFrame.ipv4().ipOptions("94040000"));
        to.add(SynFrame.ipv4().ipOptions("44280501" + "00".repeat(36)));
        to.add(SynFrame.ipv4().numbers(0, 0));
        to.add(SynFrame.ipv4().numbers(1, 1));
        to.add(SynFrame.ipv4().numbers(1, 0x01000000));
        to.add(SynFrame.ipv4().numbers(1, 0x02ffffff));
        to.add(SynFrame.ipv4().urgent(1));
        to.add(SynFrame.ipv4().flags(0x22).urgent(1));
        to.add(SynFrame.ipv4().flags(0x22));
        to.add(SynFrame.ipv4().flags(0x0a));
        to.add(SynFrame.ipv4().flags(0x42));
        to.add(SynFrame.ipv4().flags(0x82));
        to.add(SynFrame.ipv4().flags(0xea).urgent(9));
        to.add(SynFrame.ipv4().reserved(1));
        to.add(SynFrame.ipv4().reserved(8));
        to.add(SynFrame.ipv4().payload(1));
        to.add(SynFrame.ipv4().payload(1000).options(LINUX + "07"));
        to.add(SynFrame.ipv6().service(0x02));
        to.add(SynFrame.ipv6().service(0xfc).flow(1));
        to.add(SynFrame.ipv6().payload(3));
        for (int ttl : new int[] {0, 1, 28, 29, 32, 33, 64, 65, 92, 93, 128, 129, 219, 220, 255}) {
            to.add(SynFrame.ipv4().ttl(ttl).options(LINUX + "07").window(29_200));
        }
        for (String options : new String[] {
            "00000000",
            "00000001",
            "00000100",
            "00010000",
            "01000000",
            "020405b4 00ff0000",
            "020405b4 000000ff",
            "02040000",
            "0204ffff",
            "020305b4",
            "020005b4",
            "020805b4",
            "01 01 01 02",
            "01 01 02 04",
            "01 02 0405",
            "0303ff 00",
            "03030e 01",
            "03030f 01",
            "0302 07 01",
            "01 01 0303",
            "0402 0402",
            "0403 0000",
            "01 01 01 04",
            "050a 0102030405060708 01 01",
            "0509 0102030405060708 01 01",
            "0522" + "00".repeat(32) + " 01 01",
            "0523" + "00".repeat(33) + " 01",
            "01 01 01 05",
            "080a 00000000 00000000 01 01",
            "080a 00000001 00000001 01 01",
            "080a 00000000 00000001 01 01",
            "0809 00000001 00000000 01 01",
            "080a 00000001 00000000 080a 00000000 00000000",
            "080a 00000000 00000000 080a 00000005 00000000",
            "01 01 080a 000000010000",
            "22020101",
            "220a 1122334455667788 01 01",
            "fe04f989",
            "1e0c 0001 a1a2a3a4a5a6a7a8",
            "06060000 0000 0707",
            "ff010101",
            "ff290101",
            "ff000000",
            "010101ff",
            "0101".repeat(20),
            "01".repeat(24),
            "01".repeat(23) + "00",
            "01".repeat(24) + "00000000",
            "0303 05 0303 06 0101",
            "020405b4 02040200",
        }) {
            to.add(SynFrame.ipv4().options(options));
        }
    }

    /** Windows of each kind that p0f tells. */
    private static void windows(List<SynFrame> to) {
        String stamps = " 080a 00000009 00000000 01 01";
        for (int[] pair : new int[][] {
            {1400, 1400 * 10},
            {1400, 1388 * 10},
            {1400, 1460 * 7},
            {1400, 1448 * 7},
            {1400, 1440 * 11},
            {1400, 1500 * 13},
            {1400, 1440 * 9},
            {1300, 1340 * 7},
            {1300, 1344 * 7},
            {1300, 1356 * 7},
            {1300, 1360 * 7},
            {1300, 1380 * 7},
            {1300, 1440 * 7},
            {1300, 1428 * 7},
            {1300, 0},
            {99, 990},
            {100, 1000},
            {100, 880},
            {100, 65_500},
            {65_535, 65_535},
            {40_000, 40_040}
        }) {
            String segment = "0204" + String.format("%04x", pair[0]);
            to.add(SynFrame.ipv4().options(segment).window(pair[1]));
            to.add(SynFrame.ipv4().options(segment + stamps).window(pair[1]));
            to.add(SynFrame.ipv6().options(segment).window(pair[1]));
            to.add(SynFrame.ipv6().options(segment + stamps).window(pair[1]));
            to.add(SynFrame.ipv4()
                    .ipOptions("01010101")
                    .options(segment + stamps)
                    .window(pair[1]));
        }
    }
}
