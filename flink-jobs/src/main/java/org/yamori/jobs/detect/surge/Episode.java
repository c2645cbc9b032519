package org.yamori.jobs.detect.surge;

import java.util.Optional;

/**
 * One surge of one port from its onset to its end: turns minutes into revisions of one finding. A peak is told again
 * when it has doubled, so a surge has at most some thirty revisions.
 */
public final class Episode {
    /** What a revision tells. */
    public enum Word {
        ONSET,
        PEAK,
        /** It may be paged now and could not before, or the other way round. */
        GATE,
        END,
        WITHDRAWN
    }

    /**
     * What is to be told now.
     *
     * @param number 1 for the onset
     * @param reason a sentence, or empty
     */
    public record Revision(int number, Word word, String reason) {}

    /** 0 while there is no surge. */
    public int revision;

    public boolean open;
    public long onsetMinute;
    /** The first minute of the run of hot minutes in which it began: the surge is at least as old. */
    public long firstMinute;
    /** The scale that showed it. */
    public int scale;

    public int peakSources;
    public long peakMinute;
    public int toldSources;
    public Gate gate = Gate.PAGE;

    public Episode() {}

    /** The minutes before and this one are a rise; nothing to tell if the surge is known. */
    public Optional<Revision> rise(ScoredMinute minute, boolean storm, SurgeRules rules) {
        if (open) {
            return Optional.empty();
        }
        open = true;
        revision = 0;
        onsetMinute = minute.minute;
        firstMinute = minute.hotSince;
        scale = SurgeLogic.shortest(minute.over, SurgeLogic.isMinuteOver(minute) && !SurgeLogic.isOver(minute));
        peakSources = minute.sources[scale];
        toldSources = peakSources;
        peakMinute = minute.minute;
        gate = Gate.of(minute, storm, rules);
        return tell(Word.ONSET, gate.reason(minute, rules));
    }

    /** A minute after the onset. */
    public Optional<Revision> follow(ScoredMinute minute, boolean storm, SurgeRules rules) {
        if (!open) {
            return Optional.empty();
        }
        if (minute.sources[scale] > peakSources) {
            peakSources = minute.sources[scale];
            peakMinute = minute.minute;
        }
        if (SurgeLogic.isEbb(minute)) {
            open = false;
            return tell(
                    Word.END,
                    minute.settled
                            ? "lasted " + rules.settleHours() + " hours and is the new ordinary"
                            : "ordinary for " + minute.calmMinutes + " minutes");
        }
        Gate now = Gate.of(minute, storm, rules);
        if (now != gate && mayChange(now)) {
            gate = now;
            toldSources = peakSources;
            return tell(Word.GATE, gate.reason(minute, rules));
        }
        if (peakSources >= 2L * toldSources) {
            toldSources = peakSources;
            return tell(Word.PEAK, "");
        }
        return Optional.empty();
    }

    /** Who was paged is not un-paged by a gap, and a storm stays one: only what is new counts. */
    private boolean mayChange(Gate now) {
        return now == Gate.STORM || (gate != Gate.STORM && now == Gate.PAGE);
    }

    /** It has turned out that there was no surge. */
    public Optional<Revision> withdraw(String reason) {
        if (!open) {
            return Optional.empty();
        }
        open = false;
        return tell(Word.WITHDRAWN, reason);
    }

    private Optional<Revision> tell(Word word, String reason) {
        revision++;
        return Optional.of(new Revision(revision, word, reason));
    }
}
