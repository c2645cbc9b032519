package org.yamori.cli.analyze;

import java.util.Map;
import java.util.function.Supplier;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.block.SensorLedger;
import org.yamori.sensor.block.SensorRun;
import org.yamori.sensor.block.SensorSettings;

/** One sensor's packets, opened and not yet read. */
final class OpenInput {
    /** Files have no runs before: the same file gives the same blocks, whenever it is read. */
    private static final long EPOCH = 1;

    private final String sensor;
    private final SensorRun run;
    private final long packetsOfFeed;
    private final Supplier<String> damage;

    private OpenInput(SensorSettings settings, PacketSource source, long packetsOfFeed, Supplier<String> damage) {
        this.sensor = settings.sensor();
        this.run = new SensorRun(settings, source, Epoch.first(EPOCH));
        this.packetsOfFeed = packetsOfFeed;
        this.damage = damage;
    }

    /** @param damage tells at the end where and why the rest of the capture could not be read, or is empty */
    static OpenInput ofCapture(SensorSettings settings, PacketSource packets, Supplier<String> damage) {
        return new OpenInput(settings, packets, -1, damage);
    }

    static OpenInput ofPackets(SensorSettings settings, PacketSource source) {
        return new OpenInput(settings, source, -1, () -> "");
    }

    /** Rows of a feed stand for as many packets as their counts say. */
    static OpenInput ofFeed(SensorSettings settings, PacketSource source, long packets) {
        return new OpenInput(settings, source, packets, () -> "");
    }

    String sensor() {
        return sensor;
    }

    SensorRun run() {
        return run;
    }

    long captured() {
        return packetsOfFeed >= 0 ? packetsOfFeed : run.ledger().captured();
    }

    long outside() {
        return ledger().outside();
    }

    long replies() {
        return ledger().replies();
    }

    /** Where and why the rest could not be read, known at the end; mostly empty. */
    String damage() {
        return damage.get();
    }

    Map<String, Long> refused() {
        return ledger().refused();
    }

    private SensorLedger ledger() {
        return run.ledger();
    }
}
