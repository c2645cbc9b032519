package org.yamori.jobs.sink.mail;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yamori.jobs.enrich.Mutes;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.sink.mail.Notice.About;
import org.yamori.wire.AlertKind;
import org.yamori.wire.IpAddress;

/**
 * Chooses what the people of an organisation are told, and how. It goes by the time of day, since it is about people
 * and their mail, and nothing that is found depends on it. State per organisation: a few numbers, and a line for each
 * host that is remembered.
 */
final class SelectionFunction extends KeyedCoProcessFunction<String, OrganisationAlert, Request, Notice> {
    private static final Logger LOG = LoggerFactory.getLogger(SelectionFunction.class);
    private static final long MILLI = 1_000;
    private static final long DAY_MILLIS = 24 * MailLogic.HOUR_MILLIS;

    /** Hosts that a rolling mail names. */
    private static final int LINES = 50;

    /** Ports that a line names. */
    private static final int PORTS = 3;

    private final MailRules rules;
    private final Registries registries;
    private final Mutes.Place mutesPlace;
    private final @Nullable PageFolder pageFolder;

    private transient Recipients recipients;
    private transient Mutes mutes;
    private transient @Nullable AlertPages pages;
    private transient MapState<String, CaseMail> cases;
    private transient ValueState<Flood> flood;
    private transient ListState<String> rolledLines;
    private transient Counter muted = new SimpleCounter();
    private transient Counter toldNobody = new SimpleCounter();
    private transient Counter noPage = new SimpleCounter();

    @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else.
    SelectionFunction(MailRules rules, Registries registries, Mutes.Place mutesPlace, @Nullable PageFolder pageFolder) {
        this.rules = rules;
        this.registries = registries;
        this.mutesPlace = mutesPlace;
        this.pageFolder = pageFolder;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        recipients = new Recipients(rules, registries);
        mutes = mutesPlace.open();
        pages = pageFolder == null ? null : pageFolder.open();
        cases = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("cases", Types.STRING, TypeInformation.of(CaseMail.class)));
        flood = getRuntimeContext().getState(new ValueStateDescriptor<>("flood", TypeInformation.of(Flood.class)));
        rolledLines = getRuntimeContext().getListState(new ListStateDescriptor<>("rolled", Types.STRING));
        muted = getRuntimeContext().getMetricGroup().counter("mail.muted");
        toldNobody = getRuntimeContext().getMetricGroup().counter("mail.nobody");
        noPage = getRuntimeContext().getMetricGroup().counter("mail.no-page");
    }

    @Override
    public void processElement1(OrganisationAlert alert, Context context, Collector<Notice> out) throws Exception {
        AlertReport report = AlertReport.read(alert.json());
        long now = context.timerService().currentProcessingTime();
        @Nullable CaseMail known = cases.get(report.newAlert());
        String link = page(report, now);
        CaseMail next = next(report, known, link, now);
        if (report.isClosed()) {
            remember(report.newAlert(), known, next, context);
            return;
        }
        if (isMuted(report, now)) {
            muted.inc();
            send(recipients.analysts(), About.MUTED, report, next, alert, out);
            remember(report.newAlert(), known, uncounted(next, known), context);
            return;
        }
        boolean stale = now - report.time().toEpochMilli() > rules.stale().toMillis();
        boolean remembered = known != null || report.kind() == AlertKind.NEW || flood().cases() < rules.cases();
        List<Recipients.Person> people = recipients.of(alert.organisation(), report.kind(), now * MILLI);
        if (people.isEmpty()) {
            toldNobody.inc();
        }
        boolean due = switch (report.kind()) {
            case NEW -> true;
            case CONTINUING ->
                MailLogic.isDue(
                        known == null ? report.unitNumber() : next.continuings(), since(next.mailedMicros(), report));
            case URGENT -> MailLogic.isDue(next.urgents(), since(next.urgentMailedMicros(), report));
        };
        if (due && !stale && report.kind() == AlertKind.URGENT) {
            urgent(report, next, alert, people, context, out);
        } else if (due || report.kind() == AlertKind.URGENT) {
            boolean own = due && !stale && remembered;
            send(people, own ? About.ALERT : About.LATER, report, next, alert, out);
        }
        // what only the digest told is no reason to tell less afterwards
        CaseMail told = stale ? uncounted(next, known) : due ? mailed(next, report) : next;
        remember(report.newAlert(), known, told, context);
    }

    private static long since(long mailedMicros, AlertReport report) {
        return mailedMicros == 0 ? Long.MAX_VALUE : micros(report) - mailedMicros;
    }

    private static long micros(AlertReport report) {
        return report.time().toEpochMilli() * MILLI;
    }

    private static CaseMail mailed(CaseMail before, AlertReport report) {
        boolean urgent = report.kind() == AlertKind.URGENT;
        return new CaseMail(
                before.caseId(),
                before.source(),
                before.summary(),
                urgent ? before.mailedMicros() : micros(report),
                urgent ? micros(report) : before.urgentMailedMicros(),
                before.continuings(),
                before.urgents(),
                before.seenMillis(),
                before.link());
    }

    private static CaseMail next(AlertReport report, @Nullable CaseMail known, String link, long now) {
        return new CaseMail(
                report.caseId(),
                report.source(),
                report.hostClass() + ", " + report.portWords(PORTS) + ", " + report.packets() + " packets",
                known == null ? 0 : known.mailedMicros(),
                known == null ? 0 : known.urgentMailedMicros(),
                (known == null ? 0 : known.continuings()) + (report.kind() == AlertKind.CONTINUING ? 1 : 0),
                (known == null ? 0 : known.urgents()) + (report.kind() == AlertKind.URGENT ? 1 : 0),
                now,
                link);
    }

    /** The same host as if this alert had not come, to those who count. */
    private static CaseMail uncounted(CaseMail next, @Nullable CaseMail known) {
        return new CaseMail(
                next.caseId(),
                next.source(),
                next.summary(),
                next.mailedMicros(),
                next.urgentMailedMicros(),
                known == null ? 0 : known.continuings(),
                known == null ? 0 : known.urgents(),
                next.seenMillis(),
                next.link());
    }

    /** The link to the page. A disk that is full or forbidden takes the page, and never the mail. */
    private String page(AlertReport report, long now) {
        AlertPages writer = pages;
        if (writer == null) {
            return "";
        }
        Recipients.Person reader = recipients.page(report.organisation(), now * MILLI);
        try {
            return writer.write(report, reader.language(), reader.zone(), Instant.ofEpochMilli(now));
        } catch (IOException unwritable) {
            noPage.inc();
            LOG.error("the page of case {} cannot be written: {}", report.caseId(), unwritable.toString());
            return "";
        }
    }

    private boolean isMuted(AlertReport report, long now) {
        return mutes.of(
                        "alert",
                        report.organisation(),
                        IpAddress.parse(report.source()),
                        report.protocolPorts(),
                        now * MILLI)
                .isPresent();
    }

    /** The first urgent hosts of an hour have their own mails, the others join the rolling mail. */
    private void urgent(
            AlertReport report,
            CaseMail next,
            OrganisationAlert alert,
            List<Recipients.Person> people,
            Context context,
            Collector<Notice> out)
            throws Exception {
        long now = context.timerService().currentProcessingTime();
        Flood known = flood();
        long[] own = MailLogic.withinTheHour(known.ownMails(), now);
        if (own.length < rules.urgentSources()) {
            flood.update(known.withOwnMails(MailLogic.and(own, now)));
            send(people, About.URGENT, report, next, alert, out);
            return;
        }
        long since = known.rollingSince();
        if (since == 0) {
            since = now;
            context.timerService().registerProcessingTimeTimer(now + MailLogic.HOUR_MILLIS);
        }
        long hosts = known.rolled() + 1;
        if (hosts <= LINES) {
            rolledLines.add(line(next));
        }
        boolean tell = MailLogic.isPowerOfTen(hosts);
        flood.update(known.withOwnMails(own).withRolling(since, hosts, tell ? hosts : known.rolledTold()));
        if (tell) {
            roll(alert.organisation(), people, since, hosts, out);
        }
    }

    private static String line(CaseMail host) {
        String words = host.source() + "  " + host.summary();
        return host.link().isEmpty() ? words : words + "\n  " + host.link();
    }

    private void roll(
            String organisation, List<Recipients.Person> people, long since, long hosts, Collector<Notice> out)
            throws Exception {
        List<String> lines = new ArrayList<>();
        rolledLines.get().forEach(lines::add);
        Notice.Rolling rolling = new Notice.Rolling(since, hosts, lines.toArray(String[]::new));
        for (Recipients.Person person : people) {
            out.collect(new Notice(
                    person.address(),
                    person.language(),
                    person.zone(),
                    About.ROLLING,
                    organisation,
                    "",
                    rolling,
                    Notice.NO_REQUEST,
                    new byte[0]));
        }
    }

    private static void send(
            List<Recipients.Person> people,
            About about,
            AlertReport report,
            CaseMail host,
            OrganisationAlert alert,
            Collector<Notice> out) {
        for (Recipients.Person person : people) {
            out.collect(new Notice(
                    person.address(),
                    person.language(),
                    person.zone(),
                    about,
                    report.organisation(),
                    host.link(),
                    Notice.NO_ROLLING,
                    Notice.NO_REQUEST,
                    alert.json()));
        }
    }

    /** A host that is one too many is told and not remembered. */
    private void remember(String newAlert, @Nullable CaseMail known, CaseMail next, Context context) throws Exception {
        if (known == null) {
            Flood before = flood();
            if (before.cases() >= rules.cases()) {
                return;
            }
            long sweep = before.sweepAt() == 0 ? next.seenMillis() + DAY_MILLIS : before.sweepAt();
            if (before.sweepAt() == 0) {
                context.timerService().registerProcessingTimeTimer(sweep);
            }
            flood.update(before.withCases(before.cases() + 1, sweep));
        }
        cases.put(newAlert, next);
    }

    @Override
    public void processElement2(Request request, Context context, Collector<Notice> out) throws Exception {
        long now = context.timerService().currentProcessingTime();
        List<Recipients.Person> people = new ArrayList<>(recipients.asked(request.organisation(), now * MILLI));
        if (people.isEmpty()) {
            toldNobody.inc();
            LOG.warn(
                    "{} asks {} about {}, but the registry names no contact: nobody gets mail",
                    request.author(),
                    request.organisation(),
                    request.finding());
            return;
        }
        if (now - request.timeMicros() / MILLI > rules.remember().toMillis()) {
            LOG.warn("what {} asked {} is too old to be mailed", request.author(), request.organisation());
            return;
        }
        recipients.analysts().stream()
                .filter(analyst ->
                        people.stream().noneMatch(person -> person.address().equals(analyst.address())))
                .forEach(people::add);
        @Nullable CaseMail host = cases.get(request.finding());
        String[] lines = host == null ? new String[0] : new String[] {host.source() + "  " + host.summary()};
        for (Recipients.Person person : people) {
            out.collect(new Notice(
                    person.address(),
                    person.language(),
                    person.zone(),
                    About.REQUEST,
                    request.organisation(),
                    host == null ? "" : host.link(),
                    new Notice.Rolling(0, 0, lines),
                    request,
                    new byte[0]));
        }
    }

    @Override
    public void onTimer(long at, OnTimerContext context, Collector<Notice> out) throws Exception {
        Flood known = flood();
        long now = context.timerService().currentProcessingTime();
        if (known.rollingSince() != 0 && at >= known.rollingSince() + MailLogic.HOUR_MILLIS) {
            if (known.rolled() > known.rolledTold()) {
                roll(
                        context.getCurrentKey(),
                        recipients.of(context.getCurrentKey(), AlertKind.URGENT, now * MILLI),
                        known.rollingSince(),
                        known.rolled(),
                        out);
            }
            known = known.withRolling(0, 0, 0);
            flood.update(known);
            rolledLines.clear();
        }
        if (known.sweepAt() != 0 && at >= known.sweepAt()) {
            sweep(now, known, context);
        }
    }

    private void sweep(long now, Flood known, OnTimerContext context) throws Exception {
        int left = 0;
        for (Iterator<Map.Entry<String, CaseMail>> all = cases.iterator(); all.hasNext(); ) {
            if (now - all.next().getValue().seenMillis() > rules.remember().toMillis()) {
                all.remove();
            } else {
                left++;
            }
        }
        long next = left == 0 ? 0 : now + DAY_MILLIS;
        if (next != 0) {
            context.timerService().registerProcessingTimeTimer(next);
        }
        if (left == 0) {
            cases.clear();
        }
        if (left == 0 && known.rollingSince() == 0) {
            flood.clear();
        } else {
            flood.update(known.withCases(left, next));
        }
    }

    private Flood flood() throws IOException {
        return Optional.ofNullable(flood.value()).orElse(Flood.NONE);
    }

    @Override
    public void close() {
        if (recipients != null) {
            recipients.close();
        }
        if (mutes != null) {
            mutes.close();
        }
    }
}
