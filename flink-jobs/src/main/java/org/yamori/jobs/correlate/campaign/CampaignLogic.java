package org.yamori.jobs.correlate.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.flow.SourceSketch;
import org.yamori.jobs.flow.SurgeReport;

/**
 * Joins surges whose sources overlap: what is joined to one of a campaign is joined to all of it. Surges that may not
 * page join none: their sources are forged, or few, or ordinary. Reports come in the order of their time, and those of
 * one minute in the order of their surges.
 */
final class CampaignLogic {
    private static final int LEAST_PORTS = 2;
    private static final Comparator<Member> ELDEST =
            Comparator.<Member>comparingLong(member -> member.last.onsetMicros).thenComparing(member -> member.last.id);

    private final CampaignRules rules;
    private final Map<String, Member> members;
    private final Map<String, Campaign> campaigns;
    private long leftOut;

    /** What a revision tells. */
    enum Word {
        ONSET,
        /** Another surge belongs to it. */
        JOINED,
        /** Its sources have doubled. */
        PEAK,
        /** It turned out to be a part of another campaign. */
        MERGED,
        END
    }

    /**
     * What is to be told now.
     *
     * @param of the campaign's surges, eldest first; of one that was merged, none
     * @param into id of the campaign that it is a part of, or empty
     */
    record Told(Campaign campaign, Word word, List<Member> of, String into) {}

    /** Works on what is remembered, by the ids of surges and campaigns, and changes it. */
    CampaignLogic(CampaignRules rules, Map<String, Member> members, Map<String, Campaign> campaigns) {
        this.rules = rules;
        this.members = members;
        this.campaigns = campaigns;
    }

    /** Surges for which there was no room. */
    long leftOut() {
        return leftOut;
    }

    List<Told> take(SurgeReport report) {
        Member member = members.get(report.id);
        if (member == null) {
            if (!report.pages) {
                return List.of();
            }
            if (members.size() >= rules.mostSurges()) {
                leftOut++;
                return List.of();
            }
            member = new Member();
            members.put(report.id, member);
        }
        member.take(report);
        if (!report.pages && member.campaign.isEmpty()) {
            // it has turned out to be a storm
            members.remove(report.id);
            return List.of();
        }
        List<Told> told = new ArrayList<>();
        String before = member.campaign;
        boolean joined = false;
        for (Member other : List.copyOf(members.values())) {
            if (report.pages && other != member && !isTogether(member, other) && belong(member, other)) {
                join(member, other, told);
                joined = true;
            }
        }
        Campaign campaign = campaigns.get(member.campaign);
        if (campaign != null) {
            tell(campaign, joined || !before.equals(member.campaign), told);
        }
        return told;
    }

    private static boolean isTogether(Member one, Member other) {
        return !one.campaign.isEmpty() && one.campaign.equals(other.campaign);
    }

    private boolean belong(Member one, Member other) {
        long apart =
                Math.max(one.last.onsetMicros - other.last.toldMicros, other.last.onsetMicros - one.last.toldMicros);
        if (apart >= rules.rememberMicros()) {
            return false;
        }
        SourceSketch.Overlap overlap = one.sketch().overlap(other.sketch());
        return overlap.smaller() >= rules.leastCompared()
                && (overlap.containment() >= rules.containment() || overlap.jaccard() >= rules.jaccard());
    }

    private void join(Member one, Member other, List<Told> told) {
        @Nullable Campaign first = campaigns.get(one.campaign);
        @Nullable Campaign second = campaigns.get(other.campaign);
        if (first == null && second == null) {
            Campaign begun = Campaign.of(ELDEST.compare(one, other) <= 0 ? one : other);
            campaigns.put(begun.id, begun);
            one.campaign = begun.id;
            other.campaign = begun.id;
        } else if (first == null) {
            one.campaign = other.campaign;
        } else if (second == null) {
            other.campaign = one.campaign;
        } else {
            Campaign stays = first.isElderThan(second) ? first : second;
            Campaign goes = stays == first ? second : first;
            members.values().stream()
                    .filter(member -> member.campaign.equals(goes.id))
                    .forEach(member -> member.campaign = stays.id);
            campaigns.remove(goes.id);
            if (goes.revision > 0) {
                goes.revision++;
                told.add(new Told(goes, Word.MERGED, List.of(), stays.id));
            }
        }
    }

    private void tell(Campaign campaign, boolean joined, List<Told> told) {
        List<Member> all = membersOf(campaign);
        if (all.stream().map(Member::port).distinct().count() < LEAST_PORTS) {
            return;
        }
        long sources = union(all).estimate();
        @Nullable Word word = null;
        if (campaign.revision == 0) {
            word = Word.ONSET;
        } else if (joined) {
            word = Word.JOINED;
        } else if (sources >= 2 * campaign.toldSources) {
            word = Word.PEAK;
        }
        if (word != null) {
            campaign.revision++;
            campaign.toldSources = sources;
            told.add(new Told(campaign, word, all, ""));
        }
    }

    private List<Member> membersOf(Campaign campaign) {
        return members.values().stream()
                .filter(member -> member.campaign.equals(campaign.id))
                .sorted(ELDEST)
                .toList();
    }

    static SourceSketch union(List<Member> of) {
        SourceSketch union = of.get(0).sketch();
        for (Member member : of.subList(1, of.size())) {
            union = union.union(member.sketch());
        }
        return union;
    }

    /** Forgets what has been silent for long; a campaign of nothing else is over. */
    List<Told> forget(long nowMicros) {
        TreeMap<String, List<Member>> over = new TreeMap<>();
        for (Campaign campaign : campaigns.values()) {
            List<Member> all = membersOf(campaign);
            if (all.stream().allMatch(member -> member.isForgotten(nowMicros, rules))) {
                over.put(campaign.id, all);
            }
        }
        members.values()
                .removeIf(member -> over.containsKey(member.campaign)
                        || (member.campaign.isEmpty() && member.isForgotten(nowMicros, rules)));
        List<Told> told = new ArrayList<>();
        over.forEach((id, all) -> {
            Campaign campaign = campaigns.remove(id);
            if (campaign != null && campaign.revision > 0) {
                campaign.revision++;
                told.add(new Told(campaign, Word.END, all, ""));
            }
        });
        return told;
    }
}
