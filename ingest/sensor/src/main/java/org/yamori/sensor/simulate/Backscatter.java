package org.yamori.sensor.simulate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replies of somebody who is flooded from forged addresses, some of which are dark.
 *
 * @param packetsPerMinute that arrive at dark addresses, or 0 where the attack's rate says so
 * @param attackPacketsPerSecond that reach the victim, each answered to its forged source; 0 where that is not said
 * @param forged how many addresses are forged, spread over all there are
 */
record Backscatter(
        Role role,
        int victim,
        int port,
        double packetsPerMinute,
        double attackPacketsPerSecond,
        double forged,
        Replies replies)
        implements Actor {
    static final String KIND = "backscatter";
    static final Word VICTIM = new Word("victim", "who is flooded");
    static final Limits ATTACK = Limits.real(
            "attackPacketsPerSecond",
            0,
            1e10,
            "packets that reach the victim; dark addresses get their share of the forged ones");
    static final Limits FORGED =
            Limits.real("forged", 1, 0x1p32, "how many addresses are forged, spread over all there are");
    static final Word REPLIES = new Word("replies", "how many of a hundred packets are answered how");
    private static final double ALL_ADDRESSES = 0x1p32;

    /** How many of a hundred packets are answered in which way. */
    record Replies(int synAck, int rstAck, int rst, int unreachable, int timeExceeded, int echo, int dns) {
        static final Replies USUAL = new Replies(70, 15, 10, 5, 0, 0, 0);
        static final Limits SYN_ACK = share("synAck", "accept the connection (SYN-ACK)");
        static final Limits RST_ACK = share("rstAck", "refuse it (RST-ACK)");
        static final Limits RST = share("rst", "reset it (RST)");
        static final Limits UNREACHABLE = share("unreachable", "ICMP port unreachable that quotes the forged packet");
        static final Limits TIME_EXCEEDED = share("timeExceeded", "ICMP time exceeded that quotes the forged packet");
        static final Limits ECHO = share("echo", "ICMP echo replies");
        static final Limits DNS = share("dns", "UDP from port 53");

        Replies {
            int all = synAck + rstAck + rst + unreachable + timeExceeded + echo + dns;
            if (all != 100) {
                throw new IllegalArgumentException("replies must be 100 together, were " + all);
            }
        }

        private static Limits share(String key, String meaning) {
            return Limits.whole(key, 0, 100, meaning);
        }

        static @Nullable Replies read(Fields replies) {
            int synAck = replies.wholeNumber(SYN_ACK, 0);
            int rstAck = replies.wholeNumber(RST_ACK, 0);
            int rst = replies.wholeNumber(RST, 0);
            int unreachable = replies.wholeNumber(UNREACHABLE, 0);
            int timeExceeded = replies.wholeNumber(TIME_EXCEEDED, 0);
            int echo = replies.wholeNumber(ECHO, 0);
            int dns = replies.wholeNumber(DNS, 0);
            replies.refuseUnknownKeys();
            return replies.made(true, () -> new Replies(synAck, rstAck, rst, unreachable, timeExceeded, echo, dns));
        }
    }

    Backscatter {
        PORT.require(port);
        RATE.require(packetsPerMinute);
        ATTACK.require(attackPacketsPerSecond);
        FORGED.require(forged);
    }

    static @Nullable Actor read(Fields actor, Role role, Stage stage) {
        int victim = actor.address(VICTIM);
        int port = actor.wholeNumber(PORT);
        boolean byAttack = actor.has(ATTACK.word(), ATTACK.allowed(), "packetsPerMinute says it");
        double attack = byAttack ? actor.number(ATTACK) : 0;
        double rate = byAttack ? actor.number(RATE, 0, "attackPacketsPerSecond says it") : actor.number(RATE);
        if (byAttack && rate > 0) {
            actor.problem(
                    actor.lineOf(RATE.key()),
                    actor.path() + " has packetsPerMinute and attackPacketsPerSecond; allowed: one of the two");
        }
        double forged = actor.number(FORGED, ALL_ADDRESSES, "4294967296, all of them");
        @Nullable Replies replies = Replies.USUAL;
        if (actor.has(REPLIES, "a block, see there", "{synAck: 70, rstAck: 15, rst: 10, unreachable: 5}")) {
            Fields block = actor.block(REPLIES, "a block such as {synAck: 90, rst: 10}");
            replies = block == null ? null : Replies.read(block);
        }
        stage.requireNotDark(actor, VICTIM, new AddressRange(victim, 32));
        @Nullable Replies answered = replies;
        return answered == null
                ? null
                : actor.made(true, () -> new Backscatter(role, victim, port, rate, attack, forged, answered));
    }

    /** How many of so many addresses are forged. */
    int forgedOf(int addresses) {
        return (int) StrictMath.rint(addresses * (forged / ALL_ADDRESSES));
    }

    /** Packets a second that arrive at so many addresses, of which there are so many in all. */
    double perSecond(int addresses, double share) {
        return attackPacketsPerSecond > 0
                ? attackPacketsPerSecond * forgedOf(addresses) / forged
                : packetsPerMinute / 60 * share;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Lane at(DarkSensor sensor, Scenario scenario) {
        return new BackscatterLane(this, sensor, scenario);
    }

    @Override
    public long mostSources() {
        return 1;
    }

    @Override
    public double mostPerMinute(long addresses) {
        double attacked = attackPacketsPerSecond * 60 * (addresses / ALL_ADDRESSES);
        return (packetsPerMinute + attacked) * role.rhythm().most();
    }

    @Override
    public Label.Traits traits() {
        return new Label.Traits(AddressRange.text(victim) + ":" + port, List.of());
    }

    @Override
    public List<String> rooms() {
        return List.of("backscatter");
    }
}
