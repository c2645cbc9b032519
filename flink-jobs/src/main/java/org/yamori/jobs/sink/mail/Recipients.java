package org.yamori.jobs.sink.mail;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yamori.jobs.enrich.HistoryView;
import org.yamori.jobs.enrich.Registries;
import org.yamori.wire.AlertKind;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Language;
import org.yamori.wire.Organisation;
import org.yamori.wire.RegistryHistory;
import org.yamori.wire.RegistryRecord;

/** Who is told about the hosts of an organisation, as the registry has it when the mail goes. */
final class Recipients implements AutoCloseable {
    private static final long READ_EVERY_MICROS = 1_000_000;

    private final MailRules rules;
    private final HistoryView<RegistryHistory> view;
    private final Map<String, Organisation> organisations = new HashMap<>();
    private long revision = -1;
    private long readAgainMicros = Long.MIN_VALUE;

    /**
     * Somebody who is told.
     *
     * @param address mail address
     * @param language in which
     * @param zone whose local time
     */
    record Person(String address, String language, String zone) {}

    Recipients(MailRules rules, Registries registries) throws BadRecordException {
        this.rules = rules;
        this.view = registries.open();
    }

    /** Contacts of the organisation for a kind of alert, then the analysts; nobody stands there twice. */
    List<Person> of(String organisation, AlertKind kind, long nowMicros) {
        Map<String, Person> people = new LinkedHashMap<>();
        Optional<Organisation> found = find(organisation, nowMicros);
        found.ifPresent(owner ->
                owner.contacts().of(kind).forEach(address -> people.put(address, person(address, owner))));
        if (rules.analystKinds().contains(kind)) {
            analysts().forEach(analyst -> people.putIfAbsent(analyst.address(), analyst));
        }
        return List.copyOf(people.values());
    }

    /** Who is asked about a host: the contacts of the first kind of alert that has any. */
    List<Person> asked(String organisation, long nowMicros) {
        return find(organisation, nowMicros).stream()
                .flatMap(owner -> firstNamed(owner).stream().map(address -> person(address, owner)))
                .toList();
    }

    private static List<String> firstNamed(Organisation owner) {
        return Arrays.stream(AlertKind.values())
                .map(kind -> owner.contacts().of(kind))
                .filter(addresses -> !addresses.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    List<Person> analysts() {
        return rules.analysts().stream()
                .map(address -> new Person(address, Language.EN.word(), Organisation.UTC.getId()))
                .toList();
    }

    /** The language and time zone of its pages. */
    Person page(String organisation, long nowMicros) {
        return find(organisation, nowMicros)
                .map(owner -> person("", owner))
                .orElseGet(() -> new Person("", Language.EN.word(), Organisation.UTC.getId()));
    }

    private static Person person(String address, Organisation owner) {
        return new Person(address, owner.language().word(), owner.zone().getId());
    }

    private Optional<Organisation> find(String name, long nowMicros) {
        if (nowMicros >= readAgainMicros) {
            RegistryHistory history = view.upToNow();
            long now =
                    history.versionAt(nowMicros).map(RegistryRecord::revision).orElse(0L);
            if (now != revision) {
                revision = now;
                organisations.clear();
                history.at(nowMicros).organisations().forEach(owner -> organisations.put(owner.name(), owner));
            }
            readAgainMicros = nowMicros + READ_EVERY_MICROS;
        }
        return Optional.ofNullable(organisations.get(name))
                .filter(organisation -> organisation.validity().holdsAt(nowMicros));
    }

    @Override
    public void close() {
        view.close();
    }
}
