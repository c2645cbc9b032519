package org.yamori.sensor.simulate;

import org.jspecify.annotations.Nullable;
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

    static final int SECOND_MICROS = 1_000_000;
    /** Answered instead of a source's number for a packet that does not reach this sensor. */
    static final int ELSEWHERE = -1;

    final Actor actor;
    final DarkSensor sensor;
    final NumberedAddresses addresses;
    final LabelTally tally;
    private final long seed;
    private final RandomStream random;
    private final PacketRow row = new PacketRow();
    private final Poisson poisson = new Poisson();

    Lane(Actor actor, DarkSensor sensor, Scenario scenario, int sources) {
        this(
                actor,
                sensor,
                scenario,
                sources,
                RandomStream.derive(actorSeed(actor, scenario), LabelTally.hash(sensor.name())));
    }

    Lane(Actor actor, DarkSensor sensor, Scenario scenario, int sources, long seed) {
        this.actor = actor;
        this.sensor = sensor;
        addresses = new NumberedAddresses(sensor.ranges());
        tally = new LabelTally(sources, scenario.seconds());
        this.seed = seed;
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
        if (actor instanceof Actor.Storm storm) {
            return new StormLane(storm, sensor, scenario);
        }
        if (actor instanceof Actor.Host host) {
            return new HostLane(host, sensor, scenario);
        }
        if (actor instanceof Actor.Outage outage) {
            return new OutageLane(outage, sensor, scenario);
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

    /** Packets expected before those are left out that lead elsewhere. */
    double drawn(double second) {
        return expected(second);
    }

    /** When in the second the packet of this number is sent. */
    int microsOf(int packet, int packets, RandomStream numbers) {
        return numbers.below(SECOND_MICROS);
    }

    /** Fills in the packet but for its time; answers the number of its source, or {@link #ELSEWHERE}. */
    abstract int fill(PacketRow packet, RandomStream numbers, int second);

    final boolean acts(int second) {
        return second >= actor.role().startSecond() && second < actor.role().endSecond();
    }

    /**
     * Makes all packets of one second, at random microseconds of it.
     *
     * @param outage counts the packets instead, where there is one
     */
    final void make(int second, PacketPool pool, int laneIndex, int shuffleMicros, @Nullable OutageLane outage) {
        if (!acts(second)) {
            return;
        }
        long secondSeed = RandomStream.derive(seed, second);
        random.restart(secondSeed);
        int packets = poisson.draw(drawn(second), random);
        pool.reserve(packets);
        for (int i = 0; i < packets; i++) {
            row.timeMicros = (long) second * SECOND_MICROS + microsOf(i, packets, random);
            int source = fill(row, random, second);
            if (source == ELSEWHERE) {
                continue;
            }
            if (outage != null) {
                outage.tally.countMissed();
                continue;
            }
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
