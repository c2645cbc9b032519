package org.yamori.jobs.detect.surge;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.runtime.state.KeyGroupStatePartitionStreamProvider;
import org.apache.flink.runtime.state.KeyedStateCheckpointOutputStream;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yamori.jobs.enrich.Countries;
import org.yamori.jobs.enrich.CountryTable;
import org.yamori.jobs.enrich.HistoryView;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.flow.CoverageState;
import org.yamori.jobs.flow.NumbersOutput;
import org.yamori.jobs.flow.SensorCoverage;
import org.yamori.wire.RegistryHistory;

/**
 * Scores the ports of each group when a minute is over, in a {@link GroupTable} per group that is written as raw keyed
 * state. What the sensors covered comes to every task and is kept as broadcast state.
 */
final class SurgeScoreFunction extends AbstractStreamOperator<ScoredMinute>
        implements TwoInputStreamOperator<SurgePartial, SensorCoverage, ScoredMinute> {
    private static final Logger LOG = LoggerFactory.getLogger(SurgeScoreFunction.class);

    private final SurgeSetup setup;
    private final PortGroups groups;
    private final Registries registries;
    private final Countries countries;
    private transient CountryTable countryTable;
    private transient GroupTable.Ports[] ports;
    private transient TreeMap<Integer, GroupTable> tables;
    private transient Map<Integer, Integer> groupOfKey;
    private transient BroadcastState<String, SensorCoverage> coverage;
    private transient HistoryView<RegistryHistory> registry;
    private transient RulesOverTime rules;

    @SuppressWarnings("NullAway.Init") // Flink initialises state before any element
    SurgeScoreFunction(SurgeSetup setup, PortGroups groups, Registries registries, Countries countries) {
        this.setup = setup;
        this.groups = groups;
        this.registries = registries;
        this.countries = countries;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        registry = registries.open();
        countryTable = countries.open();
        boolean first = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
        rules = new RulesOverTime(setup.rules(), first ? LOG::info : sentence -> {});
        coverage = context.getOperatorStateStore().getBroadcastState(CoverageState.DESCRIPTOR);
        ports = GroupTable.Ports.ofAll(groups);
        tables = new TreeMap<>();
        groupOfKey = new HashMap<>();
        for (int group = 0; group < groups.count(); group++) {
            groupOfKey.put(groups.key(group), group);
        }
        for (KeyGroupStatePartitionStreamProvider provider : context.getRawKeyedStateInputs()) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(provider.getStream()));
            if (in.readBoolean()) {
                GroupTable table = newTable(provider.getKeyGroupId());
                if (!table.read(in)) {
                    LOG.warn("the watch list or the list of countries is another than before: what is ordinary for"
                            + " parts of ports is learnt anew");
                }
                tables.put(provider.getKeyGroupId(), table);
            }
        }
    }

    private GroupTable newTable(int group) {
        return new GroupTable(ports[group], setup, countryTable);
    }

    @Override
    public void processElement1(StreamRecord<SurgePartial> element) {
        SurgePartial partial = element.getValue();
        Integer group = groupOfKey.get(partial.key);
        if (group == null) {
            throw new IllegalStateException("key " + partial.key + " leads to none of " + groups.count() + " groups");
        }
        tables.computeIfAbsent(group, this::newTable).add(partial);
    }

    @Override
    public void processElement2(StreamRecord<SensorCoverage> element) throws Exception {
        CoverageState.keep(coverage, element.getValue());
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        long lastOver = Minutes.lastOver(mark.getTimestamp());
        if (tables.values().stream().anyMatch(table -> table.isBehind(lastOver))) {
            score(lastOver);
        }
        super.processWatermark(mark);
    }

    private void score(long lastOver) throws Exception {
        Collection<SensorCoverage> heard = CoverageState.all(coverage);
        long firstMinute = heard.stream()
                .mapToLong(sensor -> Minutes.of(sensor.firstMicros))
                .min()
                .orElse(Long.MAX_VALUE);
        RegistryHistory history = registry.upToNow();
        Map<Long, Watched> watched = new HashMap<>();
        Onlookers onlookers = new Onlookers(heard);
        StreamRecord<ScoredMinute> record = new StreamRecord<>(null);
        for (GroupTable table : tables.values()) {
            table.advance(
                    lastOver,
                    firstMinute,
                    minute -> watched.computeIfAbsent(
                            minute, unseen -> Watched.in(minute, heard, history.at(Minutes.startMicros(minute)))),
                    minute -> rules.in(minute, history),
                    onlookers,
                    scored -> output.collect(record.replace(scored, Minutes.lastMillis(scored.minute))));
        }
    }

    @Override
    protected boolean isUsingCustomRawKeyedState() {
        return true;
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        KeyedStateCheckpointOutputStream stream = context.getRawKeyedOperatorStateOutput();
        for (int keyGroup : stream.getKeyGroupList()) {
            stream.startNewKeyGroup(keyGroup);
            NumbersOutput data = new NumbersOutput(stream);
            GroupTable table = tables.get(keyGroup);
            data.writeBoolean(table != null);
            if (table != null) {
                table.write(data);
            }
            data.flush();
        }
    }

    @Override
    public void close() throws Exception {
        if (registry != null) {
            registry.close();
        }
        super.close();
    }
}
