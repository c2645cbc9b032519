package org.yamori.sensor.simulate;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The kinds of actors that a scenario can have. */
enum ActorKind implements Fields.Named {
    BACKGROUND(Background.KIND, true, "what every telescope hears", Background::read),
    WORM(Scan.Tool.WORM.word(), true, "malware that scans with the TCP or UDP of the infected host", Scan::readWorm),
    MIRAI(Scan.Tool.MIRAI.word(), true, "a worm with Mirai's marks", Scan::readMirai),
    ZMAP(Scan.Tool.ZMAP.word(), true, "hosts that scan with ZMap", Scan::readZmap),
    MASSCAN(Scan.Tool.MASSCAN.word(), true, "hosts that scan with Masscan", Scan::readMasscan),
    NMAP(Scan.Tool.NMAP.word(), true, "hosts that scan with Nmap", Scan::readNmap),
    SURVEY(Survey.KIND, true, "a scanner that says who it is", Survey::read),
    BACKSCATTER(Backscatter.KIND, true, "what a flooded victim answers to forged sources", Backscatter::read),
    STORM(Storm.KIND, true, "a flood from forged addresses", Storm::read),
    HOST(Host.KIND, true, "one machine that begins to scan", Host::read),
    MISCONFIGURATION(
            Misconfiguration.KIND, true, "one machine that keeps sending to one address", Misconfiguration::read),
    CLIENT(Client.KIND, true, "hosts that complete connections where a sensor answers", Client::read),
    OUTAGE(Outage.KIND, false, "a time in which a sensor delivers nothing", Outage::read),
    LOSS(Loss.KIND, false, "a time in which a sensor gets only a part of its packets", Loss::read),
    CLOCK(WrongClock.KIND, false, "a time in which a sensor's clock is wrong", WrongClock::read);

    /** Reads the keys that only this kind has; null where something is wrong. */
    private interface Reading {
        @Nullable
        Actor read(Fields actor, Actor.Role role, Stage stage);
    }

    private final String word;
    private final boolean sends;
    private final String meaning;

    /** A method, which has no state. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Reading reading;

    ActorKind(String word, boolean sends, String meaning, Reading reading) {
        this.word = word;
        this.sends = sends;
        this.meaning = meaning;
        this.reading = reading;
    }

    static @Nullable ActorKind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word.equals(word))
                .findFirst()
                .orElse(null);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(ActorKind::word).collect(Collectors.toList());
    }

    @Override
    public String word() {
        return word;
    }

    String meaning() {
        return meaning;
    }

    /** Reads an actor of this kind, of which name and kind are known; null where something is wrong. */
    @Nullable
    Actor read(Fields actor, String name, Stage stage) {
        int start = stage.moment(actor, Actor.START, 0, "start of the scenario");
        Duration rest = stage.duration().minusSeconds(start);
        int length = (int) actor.duration(
                        Actor.DURATION,
                        Duration.ofSeconds(1),
                        rest,
                        true,
                        new Fields.Absent<>(rest, "to the end of the scenario"))
                .toSeconds();
        Rhythm rhythm = sends ? Rhythm.read(actor) : Rhythm.STEADY;
        return reading.read(actor, new Actor.Role(name, start, start + length, rhythm), stage);
    }
}
