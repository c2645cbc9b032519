package org.yamori.jobs.detect.daedalus;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.enrich.Members;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.wire.AddressSet;
import org.yamori.wire.AlertThresholds;
import org.yamori.wire.IpAddress;
import org.yamori.wire.Organisation;
import org.yamori.wire.RegistryRecord;
import org.yamori.wire.Whitelist;

/** What the registry says of organisations at the time of a packet, ready to be asked for every packet. */
final class Owners {
    private final Members members;
    private final AlertThresholds own;
    private final Consumer<String> log;
    private long version;
    private Map<String, Owner> owners = new HashMap<>();
    /** The revision whose changes were said last. */
    private long saidRevision = -1;

    /** Addresses of a whitelist: most packets are of others, and one look says so. */
    private record Listed(AddressSet sources, AddressSet destinations) {
        static Listed of(Whitelist list) {
            return new Listed(
                    AddressSet.of(
                            list.sources().stream().map(Whitelist.Entry::prefix).toList()),
                    AddressSet.of(list.destinations().stream()
                            .map(Whitelist.Entry::prefix)
                            .toList()));
        }
    }

    /**
     * An organisation with the thresholds that hold for it.
     *
     * @param organisation null once the registry names it no longer
     */
    record Owner(@Nullable Organisation organisation, AlertThresholds thresholds, Listed listed) {
        ZoneId zone() {
            return organisation == null ? Organisation.UTC : organisation.zone();
        }

        /** Whether the organisation wants to hear nothing of a packet. */
        boolean whitelists(HostPacket packet) {
            if (organisation == null || organisation.whitelist().isEmpty()) {
                return false;
            }
            IpAddress source = address(packet.sourceHigh, packet.sourceLow);
            IpAddress destination = address(packet.destinationHigh, packet.destinationLow);
            return (listed.sources.contains(source) && organisation.whitelist().coversSource(source, packet.timeMicros))
                    || (listed.destinations.contains(destination)
                            && organisation.whitelist().coversDestination(destination, packet.timeMicros));
        }

        private static IpAddress address(long high, long low) {
            return SourceKeys.isIpv4(high, low) ? IpAddress.ofIpv4((int) low) : IpAddress.ofIpv6(high, low);
        }
    }

    /**
     * Who owns what at any time.
     *
     * @param own thresholds where the registry says nothing
     * @param log told of every change of thresholds, once
     */
    Owners(Members members, AlertThresholds own, Consumer<String> log) {
        this.members = members;
        this.own = own;
        this.log = log;
    }

    Owner of(String name, long timeMicros) {
        Members.Version now = members.at(timeMicros);
        if (now.number() != version) {
            version = now.number();
            Map<String, Owner> before = owners;
            owners = new HashMap<>();
            sayChanges(before, now);
        }
        return owners.computeIfAbsent(name, unseen -> owner(unseen, now));
    }

    /** The registry at a time. */
    Members.Version at(long timeMicros) {
        return members.at(timeMicros);
    }

    private Owner owner(String name, Members.Version now) {
        Organisation organisation = now.registry().organisation(name).orElse(null);
        AlertThresholds all = now.registry().alerts().orElse(own);
        return organisation == null
                ? new Owner(null, all, Listed.of(Whitelist.NONE))
                : new Owner(organisation, organisation.thresholds().orElse(all), Listed.of(organisation.whitelist()));
    }

    private void sayChanges(Map<String, Owner> before, Members.Version now) {
        RegistryRecord record = now.record();
        if (record == null || record.revision() <= saidRevision) {
            return;
        }
        saidRevision = record.revision();
        before.forEach((name, owner) -> {
            Owner next = owners.computeIfAbsent(name, unseen -> owner(unseen, now));
            if (!next.thresholds.equals(owner.thresholds)) {
                log.accept("alert thresholds of '" + name + "': " + words(owner.thresholds) + " -> "
                        + words(next.thresholds) + "; registry revision " + record.revision() + " by "
                        + record.author() + ": " + record.reason());
            }
        });
    }

    private static String words(AlertThresholds thresholds) {
        return thresholds.count() + " packets in " + seconds(thresholds.windowMicros()) + ", unit "
                + seconds(thresholds.unitMicros()) + " from "
                + thresholds.unitBegins().word() + ", quiet "
                + seconds(thresholds.quietMicros());
    }

    private static String seconds(long micros) {
        return micros / 1_000_000 + " s";
    }
}
