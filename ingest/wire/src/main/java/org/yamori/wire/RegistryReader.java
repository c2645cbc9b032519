package org.yamori.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.AlertThresholds.Beginning;

/** Reads one registry and finds everything that is wrong with it, also between its entries. */
final class RegistryReader {
    private final Problems problems;
    private final Ownership ownership = new Ownership();
    private final SensorTimes times = new SensorTimes();
    /** What ended by then never holds and is complained about. */
    private final long effectiveMicros;

    private RegistryReader(Problems problems, long effectiveMicros) {
        this.problems = problems;
        this.effectiveMicros = effectiveMicros;
    }

    static @Nullable Registry registry(Located value, String path, Problems problems) {
        return registry(value, path, problems, Long.MIN_VALUE);
    }

    /** The same of a registry that is to take effect at a time, where nothing may have ended before. */
    static @Nullable Registry registry(Located value, String path, Problems problems, long effectiveMicros) {
        RegistryReader reader = new RegistryReader(problems, effectiveMicros);
        Fields fields = new Fields(value, path, problems, Registry.KEYS);
        List<Organisation> organisations =
                fields.items("organisations", (object, where, all) -> reader.organisation(object, where));
        reader.ownership.check((place, text, message) -> problems.add(place.line(), place.path(), text, message));
        List<SensorEntry> sensors = fields.items("sensors", (object, where, all) -> reader.sensor(object, where));
        @Nullable SurgeThresholds surge = fields.object("surge", SurgeThresholds::read);
        @Nullable AlertThresholds alerts = fields.object("alerts", AlertThresholds::read);
        return fields.build(() -> new Registry(
                organisations,
                sensors,
                surge == null ? SurgeThresholds.NONE : surge,
                alerts == null ? AlertThresholds.NONE : alerts));
    }

    private @Nullable Organisation organisation(Located object, String path) {
        Fields fields = new Fields(object, path, problems, Organisation.KEYS);
        String name = fields.parsed("name", "", text -> Names.line("an organisation's name", text));
        String parent = fields.parsed("parent", "", text -> Names.line("an organisation's name", text));
        int number = ownership.organisation(
                name,
                new Ownership.Place(fields.line("name"), path + ".name"),
                parent,
                new Ownership.Place(fields.line("parent"), path + ".parent"));
        List<Cidr> livenets = fields.items("livenets", (value, where, all) -> owned(value, where, number));
        List<Cidr> darknets = fields.items("darknets", (value, where, all) -> owned(value, where, number));
        @Nullable Validity validity = validity(fields, path);
        if (validity != null && validity.toMicros() <= effectiveMicros) {
            problems.add(
                    fields.line("validTo"),
                    path + ".validTo",
                    Micros.text(validity.toMicros()),
                    "'" + name + "' ended at " + ended(validity.toMicros()) + "; leave the organisation out");
        }
        @Nullable Contacts contacts = fields.object("contacts", Contacts::read);
        @Nullable Whitelist whitelist = fields.object("whitelist", this::whitelist);
        AlertThresholds thresholds = thresholds(fields, path);
        Language language =
                fields.parsed("language", Language.EN, text -> Names.choice("a language", Language.values(), text));
        ZoneId zone = fields.parsed("timezone", Organisation.UTC, RegistryReader::zone);
        return fields.build(() -> new Organisation(
                name,
                livenets,
                darknets,
                validity == null ? Validity.ALWAYS : validity,
                parent,
                contacts == null ? Contacts.NONE : contacts,
                whitelist == null ? Whitelist.NONE : whitelist,
                thresholds,
                language,
                zone));
    }

    private AlertThresholds thresholds(Fields fields, String path) {
        @Nullable AlertThresholds thresholds = fields.object("thresholds", AlertThresholds::read);
        Beginning unit = fields.parsed("unit", Beginning.UNSAID, Beginning::of);
        if (thresholds == null) {
            return AlertThresholds.NONE.withUnitBegins(unit);
        }
        if (unit != Beginning.UNSAID && thresholds.unitBegins() != Beginning.UNSAID) {
            problems.add(
                    fields.line("unit"),
                    path + ".unit",
                    unit.word(),
                    "says the same as unitBegins of the thresholds; leave one out");
        }
        return unit == Beginning.UNSAID ? thresholds : thresholds.withUnitBegins(unit);
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            String meant = Nearest.to(
                            text, ZoneId.getAvailableZoneIds().stream().sorted().toList())
                    .map(near -> "; did you mean '" + near + "'?")
                    .orElse("");
            throw new IllegalArgumentException(
                    "a time zone is like Asia/Tokyo or +09:00, was '" + BlockHeader.clip(text) + "'" + meant, unknown);
        }
    }

    private @Nullable Whitelist whitelist(Located value, String path, Problems all) {
        return Whitelist.read(value, path, all, (entry, line, where) -> {
            if (entry.untilMicros() <= effectiveMicros) {
                all.add(
                        line,
                        where,
                        Micros.text(entry.untilMicros()),
                        entry.prefix() + " expired at " + ended(entry.untilMicros()) + "; leave the entry out");
            }
        });
    }

    private String ended(long micros) {
        return Micros.text(micros) + ", before this registry takes effect at " + Micros.text(effectiveMicros);
    }

    private @Nullable Cidr owned(Located value, String path, int organisation) {
        @Nullable Cidr prefix = prefix(value, path);
        if (prefix != null) {
            ownership.prefix(prefix, organisation, new Ownership.Place(value.line(), path));
        }
        return prefix;
    }

    private @Nullable Cidr prefix(Located value, String path) {
        return Fields.parsed(value, path, problems, Cidr::parse);
    }

    private @Nullable SensorEntry sensor(Located object, String path) {
        Fields fields = new Fields(object, path, problems, SensorEntry.KEYS);
        String name = fields.parsed("name", "", text -> Names.word("sensor", text));
        String network = fields.parsed("network", "", text -> Names.word("network", text));
        SensorKind kind = fields.parsed("kind", SensorKind.BLACKHOLE, SensorEntry::kind);
        String country = fields.parsed("country", "", Names::country);
        List<Cidr> ranges = fields.items("ranges", (value, where, all) -> prefix(value, where));
        @Nullable Validity validity = validity(fields, path);
        if (validity != null && !name.isEmpty()) {
            int line = fields.line("name");
            times.add(name, validity, line)
                    .ifPresent(before -> problems.add(
                            line,
                            path + ".name",
                            name,
                            "sensor '" + name + "' already has an entry in line " + before
                                    + " that holds at the same time; names must differ or times must not overlap"));
        }
        return fields.build(() ->
                new SensorEntry(name, network, kind, country, ranges, validity == null ? Validity.ALWAYS : validity));
    }

    /** Null where it was complained about. */
    private @Nullable Validity validity(Fields fields, String path) {
        long from = fields.parsed("validFrom", Long.MIN_VALUE, Micros::parse);
        long to = fields.parsed("validTo", Long.MAX_VALUE, Micros::parse);
        try {
            return new Validity(from, to);
        } catch (IllegalArgumentException wrong) {
            problems.add(
                    fields.line("validTo"), path + ".validTo", Micros.text(to), String.valueOf(wrong.getMessage()));
            return null;
        }
    }

    static void putValidity(ObjectNode node, Validity validity) {
        if (validity.fromMicros() != Long.MIN_VALUE) {
            node.put("validFrom", Micros.text(validity.fromMicros()));
        }
        if (validity.toMicros() != Long.MAX_VALUE) {
            node.put("validTo", Micros.text(validity.toMicros()));
        }
    }
}
