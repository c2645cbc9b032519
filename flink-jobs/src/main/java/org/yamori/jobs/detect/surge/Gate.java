package org.yamori.jobs.detect.surge;

import java.util.Locale;

/** Whether a surge may page somebody, and if not, why not. */
public enum Gate {
    /** It may. */
    PAGE("page"),
    /** Too little of the window was observed to say anything. */
    INCOMPLETE("incomplete"),
    /** The ordinary is not known yet. */
    LEARNING("learning"),
    /** Spoofed sources, decided elsewhere before this minute. */
    STORM("storm"),
    /** Many sources, but they all go to a few addresses that few sensors see. */
    ONE_DESTINATION("one-destination"),
    /** Many sources, but they all stand in a few networks. */
    ONE_NETWORK("one-network"),
    /** It is a surge among a part of the port's sources only. */
    PART("part");

    private final String word;

    Gate(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** The first reason that holds, in the order above. */
    public static Gate of(ScoredMinute minute, boolean storm, SurgeRules rules) {
        if (minute.observed < rules.leastObserved()) {
            return INCOMPLETE;
        }
        if (minute.learntDays < rules.learningDays()) {
            return LEARNING;
        }
        if (storm) {
            return STORM;
        }
        if (minute.destinations < rules.leastDestinations() && minute.sensors < rules.leastSensors()) {
            return ONE_DESTINATION;
        }
        if (minute.networks < rules.leastNetworks()) {
            return ONE_NETWORK;
        }
        return minute.part == Part.ALL || rules.partsPage() ? PAGE : PART;
    }

    /** Why, in words for a person. */
    String reason(ScoredMinute minute, SurgeRules rules) {
        return switch (this) {
            case PAGE -> minute.destinations + " destinations, " + minute.sensors + " sensors";
            case INCOMPLETE -> String.format(Locale.ROOT, "%.0f %% of the usual was observed", 100.0 * minute.observed);
            case LEARNING -> "learning, " + minute.learntDays + " of " + rules.learningDays() + " days";
            case STORM -> "the sources are spoofed";
            case ONE_DESTINATION ->
                "only " + minute.destinations + " destinations and " + minute.sensors + " sensors; "
                        + rules.leastDestinations() + " or " + rules.leastSensors() + " are needed";
            case ONE_NETWORK ->
                "the sources stand in " + minute.networks + " networks (/24); " + rules.leastNetworks() + " are needed";
            case PART -> "a part of the port's sources, and the port as a whole is ordinary";
        };
    }
}
