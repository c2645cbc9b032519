package org.yamori.jobs.correlate.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.yamori.jobs.enrich.Countries;
import org.yamori.jobs.enrich.PortKnowledge;
import org.yamori.jobs.flow.SurgeReport;
import org.yamori.wire.Finding;

/**
 * Remembers surges and campaigns and reminds the {@link CampaignLogic} of them. All surges have one key. Reports wait
 * for the watermark, because those of one minute come from many tasks; a timer for each minute with reports, and one
 * for when they are forgotten.
 */
final class CampaignFunction extends KeyedProcessFunction<Integer, SurgeReport, Finding> {
    /** So many earlier campaigns say which countries are usual. */
    private static final int MOST_PAST = 64;

    private static final MapStateDescriptor<Long, List<SurgeReport>> WAITING =
            new MapStateDescriptor<>("waiting", Types.LONG, Types.LIST(TypeInformation.of(SurgeReport.class)));
    private static final MapStateDescriptor<String, Member> MEMBERS =
            new MapStateDescriptor<>("members", String.class, Member.class);
    private static final MapStateDescriptor<String, Campaign> CAMPAIGNS =
            new MapStateDescriptor<>("campaigns", String.class, Campaign.class);
    /** The first countries of campaigns that are over, by when they were. */
    private static final MapStateDescriptor<Long, List<String>> PAST =
            new MapStateDescriptor<>("past", Types.LONG, Types.LIST(Types.STRING));

    private final CampaignRules rules;
    private final PortKnowledge ports;
    private final Countries countries;
    private transient MapState<Long, List<SurgeReport>> waiting;
    private transient MapState<String, Member> members;
    private transient MapState<String, Campaign> campaigns;
    private transient MapState<Long, List<String>> past;
    private transient CampaignDocuments documents;
    private transient Counter leftOut;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before any element
    CampaignFunction(CampaignRules rules, PortKnowledge ports, Countries countries) {
        this.rules = rules;
        this.ports = ports;
        this.countries = countries;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        waiting = getRuntimeContext().getMapState(WAITING);
        members = getRuntimeContext().getMapState(MEMBERS);
        campaigns = getRuntimeContext().getMapState(CAMPAIGNS);
        past = getRuntimeContext().getMapState(PAST);
        documents = new CampaignDocuments(rules, ports, countries.open());
        leftOut = getRuntimeContext().getMetricGroup().counter("campaign.surges-left-out");
    }

    @Override
    public void processElement(SurgeReport report, Context context, Collector<Finding> out) throws Exception {
        long at = report.toldMillis();
        List<SurgeReport> known = waiting.get(at);
        List<SurgeReport> all = known == null ? new ArrayList<>() : new ArrayList<>(known);
        all.add(report);
        waiting.put(at, all);
        context.timerService().registerEventTimeTimer(at);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out) throws Exception {
        Map<String, Member> knownMembers = copy(members);
        Map<String, Campaign> knownCampaigns = copy(campaigns);
        CampaignLogic logic = new CampaignLogic(rules, knownMembers, knownCampaigns);
        long now = (timestamp + 1) * 1000;
        // the end of the input is no silence
        if (context.timerService().currentWatermark() < Long.MAX_VALUE) {
            for (CampaignLogic.Told told : logic.forget(now)) {
                tell(told, now, out);
                remember(now, documents.concentration(told.of()).names(CampaignDocuments.MOST_COUNTRIES));
            }
            forgetPast();
        }
        List<SurgeReport> reports = waiting.get(timestamp);
        if (reports != null) {
            waiting.remove(timestamp);
            List<SurgeReport> ordered = new ArrayList<>(reports);
            ordered.sort(Comparator.<SurgeReport>comparingLong(report -> report.onsetMicros)
                    .thenComparing(report -> report.id));
            for (SurgeReport report : ordered) {
                for (CampaignLogic.Told told : logic.take(report)) {
                    tell(told, now, out);
                }
            }
            leftOut.inc(logic.leftOut());
            context.timerService().registerEventTimeTimer(timestamp + rules.rememberMicros() / 1000);
        }
        replace(members, knownMembers);
        replace(campaigns, knownCampaigns);
    }

    private void tell(CampaignLogic.Told told, long now, Collector<Finding> out) throws Exception {
        Set<String> usual = new HashSet<>();
        int earlier = 0;
        for (List<String> first : past.values()) {
            usual.addAll(first);
            earlier++;
        }
        out.collect(documents.campaign(told, now, earlier, usual));
    }

    private void remember(long now, List<String> first) throws Exception {
        List<String> known = past.get(now);
        List<String> all = known == null ? new ArrayList<>() : new ArrayList<>(known);
        all.addAll(first);
        past.put(now, all);
    }

    private void forgetPast() throws Exception {
        TreeMap<Long, List<String>> all = new TreeMap<>(copy(past));
        while (all.size() > MOST_PAST) {
            past.remove(Objects.requireNonNull(all.pollFirstEntry()).getKey());
        }
    }

    private static <K extends Comparable<K>, V> Map<K, V> copy(MapState<K, V> state) throws Exception {
        Map<K, V> copy = new TreeMap<>();
        for (Map.Entry<K, V> entry : state.entries()) {
            copy.put(entry.getKey(), entry.getValue());
        }
        return copy;
    }

    private static <K, V> void replace(MapState<K, V> state, Map<K, V> by) throws Exception {
        List<K> gone = new ArrayList<>();
        for (K key : state.keys()) {
            if (!by.containsKey(key)) {
                gone.add(key);
            }
        }
        for (K key : gone) {
            state.remove(key);
        }
        for (Map.Entry<K, V> entry : by.entrySet()) {
            state.put(entry.getKey(), entry.getValue());
        }
    }
}
