package org.yamori.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yamori.console.alerts.AlertAddress;
import org.yamori.console.alerts.AlertCase;
import org.yamori.console.alerts.AlertPages;
import org.yamori.console.alerts.FormBody;
import org.yamori.console.alerts.Language;
import org.yamori.console.alerts.Notice;
import org.yamori.console.alerts.Replies;
import org.yamori.console.alerts.Reply;
import org.yamori.console.alerts.ReplyBounds;
import org.yamori.console.alerts.ReplyForm;
import org.yamori.console.alerts.Say;
import org.yamori.console.page.Pages;

/**
 * Shows contacts the pages of their alerts and takes their answers. Only a form that is sent writes anything: scanners
 * of mail open links. Whoever does not know both names of a page gets the same bytes, whatever there is.
 */
final class AlertDesk {
    /** In place of, and besides, what every answer carries. */
    static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
                    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
            "X-Robots-Tag", "noindex");

    private static final String HTML = "text/html; charset=utf-8";

    private final AlertPages pages;
    private final Optional<Replies> replies;
    private final ReplyBounds bounds;
    private final Pages drawn;

    /** @param replies nothing where nobody takes answers */
    AlertDesk(AlertPages pages, Optional<Replies> replies, ReplyBounds bounds, Pages drawn) {
        this.pages = pages;
        this.replies = replies;
        this.bounds = bounds;
        this.drawn = drawn;
    }

    void open(RoutesConfig routes) {
        routes.get(AlertAddress.ROOT + "*", this::show);
        routes.head(AlertAddress.ROOT + "*", this::show);
        routes.post(AlertAddress.ROOT + "*", this::take);
    }

    /** What is answered to who sends something. */
    private record Answer(HttpStatus status, Notice notice) {
        static final Answer NO_PAGE = new Answer(HttpStatus.NOT_FOUND, Notice.noPage());
    }

    private void show(Context context) {
        Optional<AlertAddress> address = AlertAddress.of(context.path());
        Optional<byte[]> page = address.flatMap(this::page);
        if (address.isEmpty() || page.isEmpty()) {
            send(context, Answer.NO_PAGE);
        } else if (address.get().answering()) {
            // Somebody opened the address of the form again: it shows nothing by itself.
            context.status(HttpStatus.SEE_OTHER).header("Location", Notice.back(address.get()));
        } else {
            context.contentType(HTML).result(page.get());
        }
    }

    private void take(Context context) throws IOException {
        Optional<AlertAddress> address = AlertAddress.of(context.path());
        if (address.isEmpty() || address.flatMap(this::page).isEmpty()) {
            send(context, Answer.NO_PAGE);
            return;
        }
        AlertCase about;
        try {
            about = pages.caseOf(address.get());
        } catch (IOException bad) {
            say(String.valueOf(bad.getMessage()));
            send(context, new Answer(HttpStatus.SERVICE_UNAVAILABLE, Notice.withoutCase(address.get())));
            return;
        }
        send(context, answer(context, address.get(), about));
    }

    private Optional<byte[]> page(AlertAddress address) {
        try {
            return pages.page(address);
        } catch (IOException unreadable) {
            say("the page of case " + address.caseId() + " cannot be read: " + unreadable.getMessage());
            return Optional.empty();
        }
    }

    private Answer answer(Context context, AlertAddress address, AlertCase about) throws IOException {
        Language language = about.language();
        if (new FormOrigin(context.header("Sec-Fetch-Site"), context.header("Origin"), context.header("Host"))
                .isElsewhere()) {
            return new Answer(HttpStatus.FORBIDDEN, Notice.notTaken(language, address, Say.FROM_ELSEWHERE));
        }
        if (!isForm(context.contentType())) {
            return new Answer(HttpStatus.UNSUPPORTED_MEDIA_TYPE, Notice.notTaken(language, address, Say.NO_FORM));
        }
        Optional<byte[]> body = FormBody.read(context.bodyInputStream());
        if (body.isEmpty()) {
            return new Answer(
                    HttpStatus.CONTENT_TOO_LARGE,
                    Notice.notTaken(language, address, Say.TOO_LARGE, FormBody.MOST_BYTES));
        }
        if (replies.isEmpty()) {
            return new Answer(HttpStatus.SERVICE_UNAVAILABLE, Notice.notTaken(language, address, Say.NOT_HERE));
        }
        ReplyForm form;
        try {
            form = ReplyForm.of(FormBody.fields(body.get()));
        } catch (IllegalArgumentException garbled) {
            return new Answer(HttpStatus.UNPROCESSABLE_CONTENT, Notice.notTaken(language, address, Say.NO_FORM));
        }
        return form.problems(language).isEmpty()
                ? write(replies.get(), address, about, form.reply(about))
                : new Answer(HttpStatus.UNPROCESSABLE_CONTENT, Notice.refused(about, address, form));
    }

    private Answer write(Replies into, AlertAddress address, AlertCase about, Reply reply) {
        Language language = about.language();
        switch (bounds.take(address)) {
            case TOO_MANY_OF_THE_CASE -> {
                return tooMany(
                        Notice.notTaken(language, address, Say.TOO_MANY_OF_THE_CASE, ReplyBounds.MOST_OF_A_CASE));
            }
            case TOO_MANY_IN_AN_HOUR -> {
                return tooMany(Notice.notTaken(language, address, Say.TOO_MANY_IN_AN_HOUR, ReplyBounds.MOST_AN_HOUR));
            }
            case TAKEN -> {}
        }
        try {
            into.write(reply);
        } catch (IOException failed) {
            bounds.giveBack(address);
            say("an answer about case " + address.caseId() + " was not written down: " + failed.getMessage());
            return new Answer(HttpStatus.SERVICE_UNAVAILABLE, Notice.notTaken(language, address, Say.NOT_NOW));
        }
        return new Answer(HttpStatus.OK, Notice.thanks(about, address, reply));
    }

    private static Answer tooMany(Notice notice) {
        return new Answer(HttpStatus.TOO_MANY_REQUESTS, notice);
    }

    private static boolean isForm(@Nullable String type) {
        return type != null && type.replaceFirst(";.*", "").strip().equalsIgnoreCase(FormBody.TYPE);
    }

    private void send(Context context, Answer answer) {
        context.status(answer.status).contentType(HTML).result(drawn.notice(answer.notice));
    }

    /** To whoever runs the page; never a token. */
    private static void say(String sentence) {
        System.err.println("yamori: " + sentence);
    }
}
