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
    static final int RST = 0x04;
    static final int ACK = 0x10;
    static final int DONT_FRAGMENT = 0x4000;

    static final int SECOND_MICROS = 1_000_000;
    /** Answered instead of a source's number for a packet that does not reach this sensor. */
    static final int ELSEWHERE = -1;

    final Actor actor;
    final DarkSensor sensor;
    final LabelTally tally;
    final AddressPlan plan;
    /** What the sensor hears now. */
    NumberedAddresses addresses;

    /** The share of all dark addresses that the sensor hears now. */
    double share;

    int phase;
    private final int sensorIndex;
    private final long endMicros;
    private final long startEpochSecond;
    private final long seed;
    private final RandomStream random;
    private final PacketRow row = new PacketRow();
    private final Poisson poisson = new Poisson();

    private @Nullable PacketPool pool;
    private SensorTroubles troubles = SensorTroubles.NONE;
    private int laneIndex;
    private int shuffleMicros;
    private long delays;

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
        this.seed = seed;
        plan = scenario.plan();
        sensorIndex = plan.indexOf(sensor);
        addresses = plan.of(sensorIndex, 0);
        share = plan.share(sensorIndex, 0);
        endMicros = (long) scenario.seconds() * SECOND_MICROS;
        startEpochSecond = scenario.start().getEpochSecond();
        tally = new LabelTally(sources, scenario.seconds());
        random = new RandomStream(seed);
    }

    static long actorSeed(Actor actor, Scenario scenario) {
        return RandomStream.derive(scenario.seed(), LabelTally.hash(actor.role().name()));
    }

    /** Packets a second at the actor's mean, before those are left out that lead elsewhere. */
    abstract double mean(double second);

    /** The share of these that reaches this sensor. */
    double heard() {
        return 1;
    }

    /** Fills in the packet but for its time; answers the number of its source, or {@link #ELSEWHERE}. */
    abstract int fill(PacketRow packet, RandomStream numbers, int second);

    /** Sends what belongs to the packet that was just sent. */
    void follow(PacketRow packet, int source, RandomStream numbers) {
        // mostly nothing
    }

    /** Whether a packet pretends to come from the sensor's own addresses, which sensors count as their replies. */
    boolean isReply(PacketRow packet) {
        return false;
    }

    /** Packets that one packet and what follows it are at most. */
    int packetsAtOnce() {
        return 1;
    }

    /** When in the second the packet of this number is sent. */
    int microsOf(int packet, int packets, RandomStream numbers) {
        return numbers.below(SECOND_MICROS);
    }

    /** A microsecond in the packet's own of so many equal parts of the second. */
    static int inTurn(int packet, int packets, RandomStream numbers) {
        return (int) ((packet + numbers.nextUnit()) / packets * SECOND_MICROS);
    }

    /** Packets expected at this sensor in the second that begins so many seconds after the scenario. */
    final double expected(double second) {
        enter((int) second);
        return drawn(second) * heard();
    }

    private double drawn(double second) {
        return mean(second) * actor.role().rhythm().factor(startEpochSecond + second);
    }

    final boolean acts(int second) {
        return second >= actor.role().startSecond() && second < actor.role().endSecond();
    }

    private void enter(int second) {
        if (second >= plan.endOf(phase) || second < plan.startOf(phase)) {
            phase = plan.phaseAt(second);
            addresses = plan.of(sensorIndex, phase);
            share = plan.share(sensorIndex, phase);
        }
    }

    /** Makes all packets of one second, at random microseconds of it. */
    final void make(int second, PacketPool into, int index, int shuffle, SensorTroubles befalling) {
        if (!acts(second)) {
            return;
        }
        enter(second);
        pool = into;
        laneIndex = index;
        shuffleMicros = shuffle;
        troubles = befalling;
        long secondSeed = RandomStream.derive(seed, second);
        random.restart(secondSeed);
        int packets = poisson.draw(drawn(second), random);
        into.reserve(packets * packetsAtOnce());
        for (int i = 0; i < packets; i++) {
            row.timeMicros = (long) second * SECOND_MICROS + microsOf(i, packets, random);
            int source = fill(row, random, second);
            if (source != ELSEWHERE) {
                delays = secondSeed + 2L * i + 1;
                if (isReply(row)) {
                    sendReply(row);
                } else {
                    send(row, source);
                }
                follow(row, source, random);
            }
        }
    }

    /** Sends a packet unless the scenario is over then or the sensor does not take it. */
    final void send(PacketRow packet, int source) {
        if (passes(packet)) {
            tally.count(packet, source);
            append(packet);
        }
    }

    /** The same for a packet that comes from the sensor's own addresses. */
    final void sendReply(PacketRow packet) {
        if (passes(packet)) {
            tally.countReply();
            append(packet);
        }
    }

    private boolean passes(PacketRow packet) {
        return packet.timeMicros < endMicros && troubles.letThrough(packet);
    }

    private void append(PacketRow packet) {
        int delay = shuffleMicros == 0 ? 0 : RandomStream.scale(RandomStream.mix(delays), shuffleMicros + 1);
        delays = RandomStream.mix(delays);
        if (pool != null) {
            pool.append(packet, laneIndex, delay);
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

    /** A packet without TCP's fields. */
    static void udp(PacketRow packet, int payloadLength) {
        packet.protocol = UDP;
        noTcp(packet);
        packet.payloadLength = payloadLength;
        packet.totalLength = 28 + payloadLength;
    }

    static void icmp(PacketRow packet, int type, int code, int payloadLength) {
        packet.protocol = ICMP;
        noTcp(packet);
        packet.sourcePort = type;
        packet.destinationPort = code;
        packet.payloadLength = payloadLength;
        packet.totalLength = 28 + payloadLength;
    }

    private static void noTcp(PacketRow packet) {
        packet.tcpFlags = packet.sequence = packet.acknowledgement = packet.window = 0;
        packet.synOptions = "";
    }
}
