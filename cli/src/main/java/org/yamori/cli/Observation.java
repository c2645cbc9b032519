package org.yamori.cli;

import java.util.Optional;
import java.util.function.Consumer;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.sensor.handshake.HandshakeRules;
import org.yamori.sensor.handshake.Handshakes;
import org.yamori.sensor.handshake.WatchedSource;
import org.yamori.sensor.live.WaitingSource;
import org.yamori.sensor.live.WatchedWire;
import org.yamori.sensor.parse.Decapsulation;
import org.yamori.sensor.signature.PayloadHash;
import org.yamori.sensor.signature.PayloadKey;
import org.yamori.wire.MeasurementRecord;
import org.yamori.wire.signature.SystemSignatures;

/**
 * How packets of a capture are looked at.
 *
 * @param decapsulation tunnels that are opened
 * @param payloadKey with which payloads are hashed
 * @param systems tells operating systems by their SYNs
 */
public record Observation(
        Decapsulation decapsulation, Optional<PayloadKey> payloadKey, Optional<SystemSignatures> systems) {
    /** Outer packets, hashes without a key, no operating systems. */
    public static final Observation USUAL = new Observation(Decapsulation.NONE, Optional.empty(), Optional.empty());

    public PayloadHash payloadHash() {
        return payloadKey.map(PayloadHash::keyed).orElseGet(PayloadHash::plain);
    }

    /** Whether such a sensor answers, so that answer times can be measured. */
    public static boolean answers(SensorSettings settings) {
        return settings.kind().answers() && !settings.ranges().isEverything();
    }

    /** The source itself, or with an eye on its handshakes where the sensor {@link #answers}. */
    public PacketSource watched(
            SensorSettings settings, PacketSource source, Consumer<MeasurementRecord> measurements) {
        return answers(settings) ? new WatchedSource(source, handshakes(settings, measurements)) : source;
    }

    /** The same for packets as they arrive. */
    public WaitingSource watched(
            SensorSettings settings, WaitingSource source, Consumer<MeasurementRecord> measurements) {
        return answers(settings) ? new WatchedWire(source, handshakes(settings, measurements)) : source;
    }

    private Handshakes handshakes(SensorSettings settings, Consumer<MeasurementRecord> measurements) {
        return new Handshakes(
                settings.sensor(), settings.ranges(), HandshakeRules.DEFAULT, systems.orElse(null), measurements);
    }
}
