package org.yamori.jobs.detect.backscatter;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.yamori.jobs.detect.backscatter.StormState.Storm;
import org.yamori.jobs.detect.backscatter.StormState.Usual;
import org.yamori.jobs.detect.backscatter.StormState.Verdict;
import org.yamori.jobs.flow.StormLabel;
import org.yamori.wire.Finding;

/** Makes storms of minutes: where one begins, grows and ends, and what is usual when there is none. */
final class StormEpisodes {
    /** A storm is told again when its largest minute has doubled. */
    private static final int GROWTH = 2;

    private static final SourceSpread NOTHING = new SourceSpread();

    private final StormRules rules;
    private final StormLogic logic;
    private final StormDocuments documents;

    /** What came of a minute. */
    record Told(List<Finding> findings, List<StormLabel> labels) {}

    StormEpisodes(BackscatterRules rules) {
        this.rules = rules.storm();
        this.logic = new StormLogic(this.rules);
        this.documents = new StormDocuments(rules);
    }

    /** Of ports with fewer sources nothing is remembered. */
    int leastSources() {
        return rules.sources() / 8;
    }

    /** Takes in the next minute; minutes come in order, those in which no packet came do not. */
    Told on(StormMinute minute, StormState state) {
        Told told = new Told(new ArrayList<>(), new ArrayList<>());
        endThose(minute.startMicros(), state, told);
        for (Map.Entry<Integer, SourceSpread> entry : minute.spreads().entrySet()) {
            judge(entry.getKey(), entry.getValue(), minute, state, told);
        }
        forget(minute, state);
        endThose(minute.startMicros() + StormTable.MINUTE_MICROS, state, told);
        return told;
    }

    private void judge(int key, SourceSpread spread, StormMinute minute, StormState state, Told told) {
        Usual known = state.usual.get(key);
        Usual usual = known == null ? new Usual() : known;
        Storm storm = state.storms.get(key);
        Verdict verdict = logic.judge(spread, minute.rate(), usual, storm != null);
        if (verdict.storm) {
            Storm going = storm == null ? begin(key, minute, state) : storm;
            going.toMicros = minute.startMicros() + StormTable.MINUTE_MICROS;
            going.minutes++;
            going.packets += verdict.packets;
            if (verdict.sources > going.mostSources) {
                going.mostSources = verdict.sources;
                going.most = verdict;
            }
            told.labels().add(label(key, going));
            if (going.mostSources >= GROWTH * going.toldSources) {
                tell(key, going, going.revision == 0 ? "onset" : "peak", going.toMicros, told);
            }
        } else if (storm == null && !verdict.forged) {
            StormLogic.learn(usual, known == null, spread, minute.rate());
            state.usual.put(key, usual);
        }
    }

    private static Storm begin(int key, StormMinute minute, StormState state) {
        Storm storm = new Storm();
        storm.fromMicros = minute.startMicros();
        state.storms.put(key, storm);
        return storm;
    }

    /** Ports that were not seen this minute have become a little quieter. */
    private void forget(StormMinute minute, StormState state) {
        Iterator<Map.Entry<Integer, Usual>> all = state.usual.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Integer, Usual> usual = all.next();
            boolean quiet = !minute.spreads().containsKey(usual.getKey()) && !state.storms.containsKey(usual.getKey());
            if (quiet) {
                StormLogic.learn(usual.getValue(), false, NOTHING, 1);
                if (usual.getValue().sources < leastSources() / 2.0) {
                    all.remove();
                }
            }
        }
    }

    private void endThose(long nowMicros, StormState state, Told told) {
        Iterator<Map.Entry<Integer, Storm>> all = state.storms.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Integer, Storm> storm = all.next();
            long endMicros = storm.getValue().toMicros + StormRules.CALM_MINUTES * StormTable.MINUTE_MICROS;
            if (nowMicros >= endMicros) {
                tell(storm.getKey(), storm.getValue(), "end", endMicros, told);
                all.remove();
            }
        }
    }

    private void tell(int key, Storm storm, String state, long decidedMicros, Told told) {
        storm.revision++;
        storm.toldSources = storm.mostSources;
        told.findings().add(documents.storm(key, storm, state, decidedMicros));
    }

    private static StormLabel label(int key, Storm storm) {
        StormLabel label = new StormLabel();
        label.protocol = StormKey.protocol(key);
        label.port = StormKey.port(key);
        label.flags = StormKey.flags(key);
        label.fromMicros = storm.fromMicros;
        label.toMicros = storm.toMicros;
        label.decidedMicros = storm.toMicros;
        return label;
    }
}
