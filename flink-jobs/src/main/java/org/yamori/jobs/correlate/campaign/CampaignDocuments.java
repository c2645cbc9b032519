package org.yamori.jobs.correlate.campaign;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yamori.jobs.correlate.campaign.CampaignLogic.Told;
import org.yamori.jobs.correlate.campaign.CampaignLogic.Word;
import org.yamori.jobs.enrich.CountryTable;
import org.yamori.jobs.enrich.PortKnowledge;
import org.yamori.jobs.flow.Document;
import org.yamori.jobs.flow.SourceSketch;
import org.yamori.jobs.flow.SurgeReport;
import org.yamori.wire.Finding;

/**
 * Writes campaigns: one finding of kind {@code campaign}, with a revision for each word of the {@link CampaignLogic}.
 */
final class CampaignDocuments {
    static final int TOP = 4;
    static final int MOST_COUNTRIES = 10;
    private static final int MOST_SURGES_NAMED = 64;
    private static final int MOST_PORTS_COMPARED = 10;

    private final CampaignRules rules;
    private final PortKnowledge ports;
    private final CountryTable countries;

    CampaignDocuments(CampaignRules rules, PortKnowledge ports, CountryTable countries) {
        this.rules = rules;
        this.ports = ports;
        this.countries = countries;
    }

    /**
     * The document.
     *
     * @param usual countries that were among the first of earlier campaigns; null where there was none
     */
    Finding campaign(Told told, long nowMicros, int earlierCampaigns, Set<String> usual) {
        Campaign campaign = told.campaign();
        Document document = new Document(Campaign.KIND, campaign.id, campaign.revision, campaign.anchorMicros);
        return document.write("alert", out -> ecs(out, told.of()), out -> {
            document.writeIdentity(out, rules.version());
            out.writeStringField("disposition", "not paged: its surges page");
            out.writeObjectFieldStart("campaign");
            out.writeStringField("phase", told.word().name().toLowerCase(Locale.ROOT));
            out.writeStringField("told", time(nowMicros));
            if (told.word() == Word.MERGED) {
                out.writeStringField("merged_into", told.into());
            } else {
                all(out, told);
                surges(out, told.of());
                overlaps(out, told.of());
                countries(out, told.of(), earlierCampaigns, usual);
            }
            out.writeEndObject();
        });
    }

    private static void ecs(JsonGenerator out, List<Member> members) throws IOException {
        TreeSet<String> transports = new TreeSet<>();
        TreeSet<Integer> numbers = new TreeSet<>();
        for (Member member : members) {
            transports.add(member.last.protocol == 6 ? "tcp" : "udp");
            numbers.add(member.last.port);
        }
        out.writeObjectFieldStart("network");
        if (transports.size() == 1) {
            out.writeStringField("transport", transports.first());
        } else {
            strings(out, "transport", transports);
        }
        out.writeEndObject();
        out.writeObjectFieldStart("destination");
        out.writeArrayFieldStart("port");
        for (int number : numbers) {
            out.writeNumber(number);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void all(JsonGenerator out, Told told) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        TreeSet<String> groups = new TreeSet<>();
        long end = Long.MIN_VALUE;
        for (Member member : told.of()) {
            names.add(member.port());
            groups.addAll(groupsOf(member.last));
            end = Math.max(end, member.last.toldMicros);
        }
        strings(out, "ports", names);
        strings(out, "groups", groups);
        out.writeStringField("first_onset", time(told.of().get(0).last.onsetMicros));
        if (told.word() == Word.END) {
            out.writeStringField("end", time(end));
        }
        SourceSketch union = CampaignLogic.union(told.of());
        out.writeNumberField("sources", union.estimate());
        out.writeBooleanField("sources_exact", union.isWhole());
        Map.Entry<Long, Integer> peak = Course.of(told.of()).peak();
        if (peak.getValue() > 0) {
            out.writeObjectFieldStart("peak");
            out.writeNumberField("sources_by_port", peak.getValue());
            out.writeStringField("at", time(peak.getKey()));
            out.writeEndObject();
        }
    }

    private List<String> groupsOf(SurgeReport surge) {
        return ports.names(ports.groupMask(surge.protocol, surge.port));
    }

    private static void surges(JsonGenerator out, List<Member> members) throws IOException {
        out.writeNumberField("surges", members.size());
        out.writeArrayFieldStart("members");
        for (Member member : members.subList(0, Math.min(MOST_SURGES_NAMED, members.size()))) {
            SurgeReport surge = member.last;
            out.writeStartObject();
            out.writeStringField("id", surge.id);
            out.writeStringField("port", member.port());
            out.writeStringField("onset", time(surge.onsetMicros));
            out.writeNumberField("sources", member.sketch().estimate());
            out.writeNumberField("packets", surge.packets);
            out.writeObjectFieldStart("peak");
            out.writeNumberField("sources", surge.peakSources);
            out.writeNumberField("window_minutes", surge.windowMinutes);
            out.writeStringField("at", time(surge.peakMicros));
            out.writeEndObject();
            if (surge.over) {
                out.writeStringField("end", time(surge.toldMicros));
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static SortedMap<String, List<Member>> byPort(List<Member> members) {
        TreeMap<String, List<Member>> byPort = new TreeMap<>();
        for (Member member : members) {
            byPort.computeIfAbsent(member.port(), unseen -> new ArrayList<>()).add(member);
        }
        return byPort;
    }

    /** What each two ports have in common, and whether they rise and fall together. */
    private static void overlaps(JsonGenerator out, List<Member> members) throws IOException {
        List<Map.Entry<String, List<Member>>> compared = byPort(members).entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, List<Member>> port) ->
                                -CampaignLogic.union(port.getValue()).estimate())
                        .thenComparing(Map.Entry::getKey))
                .limit(MOST_PORTS_COMPARED)
                .toList();
        out.writeArrayFieldStart("overlaps");
        for (int i = 0; i < compared.size(); i++) {
            for (int j = i + 1; j < compared.size(); j++) {
                List<Member> one = compared.get(i).getValue();
                List<Member> other = compared.get(j).getValue();
                SourceSketch.Overlap overlap = CampaignLogic.union(one).overlap(CampaignLogic.union(other));
                out.writeStartObject();
                strings(
                        out,
                        "ports",
                        List.of(compared.get(i).getKey(), compared.get(j).getKey()));
                out.writeNumberField("compared", overlap.smaller());
                out.writeNumberField("common", overlap.common());
                share(out, "jaccard", overlap.jaccard());
                share(out, "jaccard_error", overlap.jaccardError());
                share(out, "containment", overlap.containment());
                share(out, "containment_error", overlap.containmentError());
                Course course = Course.of(one);
                double correlation = course.correlation(Course.of(other));
                out.writeNumberField("hours", course.common(Course.of(other)));
                if (!Double.isNaN(correlation)) {
                    share(out, "correlation", correlation);
                }
                out.writeEndObject();
            }
        }
        out.writeEndArray();
    }

    private void countries(JsonGenerator out, List<Member> members, int earlierCampaigns, Set<String> usual)
            throws IOException {
        TreeMap<String, List<Member>> byGroup = new TreeMap<>();
        for (Member member : members) {
            List<String> groups = groupsOf(member.last);
            for (String group : groups.isEmpty() ? List.of(member.port()) : groups) {
                byGroup.computeIfAbsent(group, unseen -> new ArrayList<>()).add(member);
            }
        }
        out.writeArrayFieldStart("countries");
        for (Map.Entry<String, List<Member>> group : byGroup.entrySet()) {
            countries(out, group.getKey(), group.getValue());
        }
        if (byGroup.size() > 1) {
            countries(out, "all", members);
        }
        out.writeEndArray();
        out.writeNumberField("earlier_campaigns", earlierCampaigns);
        if (earlierCampaigns > 0) {
            List<String> rare = new ArrayList<>(concentration(members).names(TOP));
            rare.removeAll(usual);
            strings(out, "rarely_on_top", rare);
        }
    }

    Concentration concentration(List<Member> members) {
        return Concentration.of(CampaignLogic.union(members), countries);
    }

    private void countries(JsonGenerator out, String group, List<Member> members) throws IOException {
        Concentration spread = concentration(members);
        out.writeStartObject();
        out.writeStringField("group", group);
        out.writeNumberField("sources", CampaignLogic.union(members).estimate());
        out.writeNumberField("sampled", spread.sources());
        share(out, "top_1_share", spread.topShare(1));
        share(out, "top_4_share", spread.topShare(TOP));
        out.writeArrayFieldStart("first");
        for (Map.Entry<String, Integer> country : spread.top(MOST_COUNTRIES)) {
            out.writeStartObject();
            out.writeStringField("name", country.getKey());
            share(out, "share", (double) country.getValue() / spread.sources());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void strings(JsonGenerator out, String field, Iterable<String> values) throws IOException {
        out.writeArrayFieldStart(field);
        for (String value : values) {
            out.writeString(value);
        }
        out.writeEndArray();
    }

    private static void share(JsonGenerator out, String field, double share) throws IOException {
        out.writeNumberField(field, Math.rint(share * 1000) / 1000);
    }

    /** The second. */
    private static String time(long micros) {
        return Instant.EPOCH.plusSeconds(Math.floorDiv(micros, 1_000_000L)).toString();
    }
}
