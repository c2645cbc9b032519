package org.yamori.sensor.simulate;

import org.yamori.wire.PacketRow;

/**
 * One actor as one sensor hears it, with random streams that depend on nothing but the seed of the scenario and the two
 * names. A Poisson process split by destination is one independent Poisson process per sensor, so a sensor's packets
 * can be made alone, and actors may come and go without changing each other.
 */
abstract class Lane {
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int SYN = 0x02;
    static final int DONT_FRAGMENT = 0x4000;

    private static final int SECOND_MICROS = 1_000_000;

    final Actor actor;
    final DarkSensor sensor;
    final NumberedAddresses addresses;
    final LabelTally tally;
    private final long seed;
    private final RandomStream random;
    private final PacketRow row = new PacketRow();
    private final Poisson poisson = new Poisson();

    Lane(Actor actor, DarkSensor sensor, Scenario scenario, int sources) {
        this.actor = actor;
        this.sensor = sensor;
        addresses = new NumberedAddresses(sensor.ranges());
        tally = new LabelTally(sources, scenario.seconds());
        seed = RandomStream.derive(actorSeed(actor, scenario), LabelTally.hash(sensor.name()));
        random = new RandomStream(seed);
    }

    static long actorSeed(Actor actor, Scenario scenario) {
        return RandomStream.derive(scenario.seed(), LabelTally.hash(actor.role().name()));
    }

    static Lane of(Actor actor, DarkSensor sensor, Scenario scenario) {
        if (actor instanceof Actor.Background background) {
            return new BackgroundLane(background, sensor, scenario);
        }
        if (actor instanceof Actor.Mirai mirai) {
            return new MiraiLane(mirai, sensor, scenario);
        }
        if (actor instanceof Actor.Backscatter backscatter) {
            return new BackscatterLane(backscatter, sensor, scenario);
        }
        return new SurveyLane((Actor.Survey) actor, sensor, scenario);
    }

    /** The share of all dark addresses that this sensor hears. */
    static double share(DarkSensor sensor, Scenario scenario) {
        long all = scenario.sensors().stream().mapToLong(DarkSensor::addresses).sum();
        return (double) sensor.addresses() / all;
    }

    /** Packets expected in the second that begins so many seconds after the scenario; the actor acts then. */
    abstract double expected(double second);

    /** Fills in the packet but for its time; answers the number of its source. */
    abstract int fill(PacketRow packet, RandomStream numbers, int second);

    final boolean acts(int second) {
        return second >= actor.role().startSecond() && second < actor.role().endSecond();
    }

    /** Makes all packets of one second, at random microseconds of it. */
    final void make(int second, PacketPool pool, int laneIndex, int shuffleMicros) {
        if (!acts(second)) {
            return;
        }
        long secondSeed = RandomStream.derive(seed, second);
        random.restart(secondSeed);
        int packets = poisson.draw(expected(second), random);
        pool.reserve(packets);
        for (int i = 0; i < packets; i++) {
            row.timeMicros = (long) second * SECOND_MICROS + random.below(SECOND_MICROS);
            int source = fill(row, random, second);
            tally.count(row, source);
            int delay = shuffleMicros == 0
                    ? 0
                    : RandomStream.scale(RandomStream.mix(secondSeed + 2L * i + 1), shuffleMicros + 1);
            pool.append(row, laneIndex, delay);
        }
    }

    /** Forwards a number to 0..bound-1 by a hash: what is always the same for one host. */
    static int fixed(long key, int host, int bound) {
        return RandomStream.scale(RandomStream.derive(key, host), bound);
    }

    static void tcp(PacketRow packet, int flags, String synOptions) {
        packet.protocol = TCP;
        packet.tcpFlags = flags;
        packet.synOptions = synOptions;
        packet.payloadLength = 0;
        packet.totalLength = 40 + SynOptionBytes.bytes(synOptions);
    }
}
