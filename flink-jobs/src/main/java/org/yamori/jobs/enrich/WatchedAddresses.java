package org.yamori.jobs.enrich;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.ObservedAddresses;
import org.yamori.wire.RegistryHistory;
import org.yamori.wire.SensorEntry;
import org.yamori.wire.SensorKind;

/** How many addresses were watched at a time: those of the sensors that the registry names, or a number given. */
public final class WatchedAddresses implements AutoCloseable {
    private final Registries registries;
    private final long otherwise;
    private @Nullable HistoryView<RegistryHistory> view;
    private @Nullable RegistryHistory history;
    private List<SensorEntry> sensors = List.of();
    private ObservedAddresses addresses = new ObservedAddresses(List.of());

    /** @param otherwise the number where the registry names no sensor; 0 if nobody knows */
    public WatchedAddresses(Registries registries, long otherwise) {
        this.registries = registries;
        this.otherwise = otherwise;
    }

    /** The number; 0 if nobody knows. An address that several sensors watch counts once, feeds watch nothing. */
    public long at(long timeMicros) {
        RegistryHistory known = history;
        if (known == null) {
            known = open().upToNow();
            history = known;
        }
        List<SensorEntry> valid = known.at(timeMicros).sensors();
        if (!valid.equals(sensors)) {
            sensors = valid;
            addresses = new ObservedAddresses(valid.stream()
                    .filter(sensor -> sensor.kind() != SensorKind.FEED)
                    .toList());
        }
        long registered = addresses.size(timeMicros);
        return registered > 0 ? registered : otherwise;
    }

    /** Time has gone on: the registry is read again before the next answer. */
    public void mayHaveChanged() {
        history = null;
    }

    private HistoryView<RegistryHistory> open() {
        HistoryView<RegistryHistory> open = view;
        if (open == null) {
            try {
                open = registries.open();
            } catch (BadRecordException bad) {
                throw new IllegalStateException(bad.getMessage(), bad);
            }
            view = open;
        }
        return open;
    }

    @Override
    public void close() {
        if (view != null) {
            view.close();
            view = null;
        }
    }
}
