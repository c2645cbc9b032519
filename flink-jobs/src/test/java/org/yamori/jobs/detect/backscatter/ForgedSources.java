package org.yamori.jobs.detect.backscatter;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.yamori.jobs.flow.FlagClass;

/** Minutes of one port as shards would tell them, made from a seed. */
final class ForgedSources {
    static final int TELNET = StormKey.packed(6, FlagClass.SYN, 23);

    private final StormSample sample = new StormSample(1 << 20);
    private final Random random;

    ForgedSources(long seed) {
        random = new Random(seed);
    }

    /** Any public address each time, one path, one window. */
    ForgedSources everywhere(int packets) {
        for (int i = 0; i < packets; i++) {
            sample.add(publicAddress(), TELNET, 245, random.nextInt(65_536) << 16 | 512);
        }
        return this;
    }

    /** Addresses of 49 /24, nine TTLs and four pairs, as in the capture of GreyNoise's storm. */
    ForgedSources ofFewNetworks(int packets, int ttls, int pairs) {
        int[] networks =
                IntStream.range(0, 49).map(i -> 0xb1000000 | ((i * 7) << 8)).toArray();
        for (int i = 0; i < packets; i++) {
            int source = networks[random.nextInt(networks.length)] | random.nextInt(256);
            sample.add(source, TELNET, 120 + random.nextInt(ttls), random.nextInt(pairs) << 16);
        }
        return this;
    }

    /** Hosts that each send {@code mean} packets on average, with a TTL each, from {@code networks} of the /8. */
    ForgedSources hosts(int hosts, double mean, int networks) {
        for (int host = 0; host < hosts; host++) {
            int source =
                    networks == 0 ? publicAddress() : (1 + random.nextInt(networks)) << 24 | random.nextInt(1 << 24);
            int ttl = 40 + random.nextInt(20);
            for (int packets = poisson(mean); packets > 0; packets--) {
                sample.add(source, TELNET, ttl, random.nextInt());
            }
        }
        return this;
    }

    private int poisson(double mean) {
        double product = random.nextDouble();
        int count = 0;
        while (product > Math.exp(-mean)) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }

    private int publicAddress() {
        int address = random.nextInt();
        int network = address >>> 24;
        return network == 0 || network == 10 || network == 127 || network > 223 ? publicAddress() : address;
    }

    StormShare share(long startMicros) {
        StormShare share = sample.share(1);
        share.startMicros = startMicros;
        return share;
    }

    StormMinute minute(long startMicros) {
        return StormMinute.of(startMicros, List.of(share(startMicros)), 1);
    }

    SourceSpread spread() {
        SourceSpread spread = minute(0).spreads().get(TELNET);
        return spread == null ? new SourceSpread() : spread;
    }
}
