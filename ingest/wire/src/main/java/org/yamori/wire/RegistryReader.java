package org.yamori.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.AlertThresholds.Beginning;

/** Reads one registry and finds everything that is wrong with it, also between its entries. */
final class RegistryReader {
    private final Problems problems;
    private final Map<String, Integer> lineOfOrganisation = new HashMap<>();
    private final Map<Cidr, Owner> ownerOfPrefix = new HashMap<>();
    private final Map<String, List<Entry>> entriesOfSensor = new HashMap<>();

    private record Owner(String organisation, int line) {}

    private record Entry(Validity validity, int line) {}

    private RegistryReader(Problems problems) {
        this.problems = problems;
    }

    static @Nullable Registry registry(Located value, String path, Problems problems) {
        RegistryReader reader = new RegistryReader(problems);
        Fields fields = new Fields(value, path, problems, Registry.KEYS);
        List<Organisation> organisations =
                fields.items("organisations", (object, where, all) -> reader.organisation(object, where));
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
        Integer before = name.isEmpty() ? null : lineOfOrganisation.putIfAbsent(name, fields.line("name"));
        if (before != null) {
            problems.add(
                    fields.line("name"),
                    path + ".name",
                    name,
                    "'" + name + "' is already the name of the organisation in line " + before + "; names must differ");
        }
        List<Cidr> livenets = fields.items("livenets", (value, where, all) -> owned(value, where, name));
        List<Cidr> darknets = fields.items("darknets", (value, where, all) -> owned(value, where, name));
        @Nullable Validity validity = validity(fields, path);
        String parent = fields.parsed("parent", "", text -> Names.line("an organisation's name", text));
        @Nullable Contacts contacts = fields.object("contacts", Contacts::read);
        @Nullable Whitelist whitelist = fields.object("whitelist", Whitelist::read);
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

    private @Nullable Cidr owned(Located value, String path, String organisation) {
        @Nullable Cidr prefix = prefix(value, path);
        if (prefix == null) {
            return null;
        }
        Owner before = ownerOfPrefix.putIfAbsent(prefix, new Owner(organisation, value.line()));
        if (before != null) {
            problems.add(
                    value.line(),
                    path,
                    prefix.toString(),
                    prefix + " already belongs to '" + before.organisation() + "' in line " + before.line()
                            + "; a prefix has one owner and one use");
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
            requireOtherTime(name, validity, fields.line("name"), path);
        }
        return fields.build(() ->
                new SensorEntry(name, network, kind, country, ranges, validity == null ? Validity.ALWAYS : validity));
    }

    private void requireOtherTime(String name, Validity validity, int line, String path) {
        List<Entry> entries = entriesOfSensor.computeIfAbsent(name, sensor -> new ArrayList<>());
        for (Entry entry : entries) {
            if (entry.validity().overlaps(validity)) {
                problems.add(
                        line,
                        path + ".name",
                        name,
                        "sensor '" + name + "' already has an entry in line " + entry.line()
                                + " that holds at the same time; names must differ or times must not overlap");
                break;
            }
        }
        entries.add(new Entry(validity, line));
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
