package org.yamori.console.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import org.yamori.console.alerts.Notice;

/** Draws with the templates that were compiled with the program. */
public final class Pages {
    private static final String PACKAGE = "org.yamori.console.templates";

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Pages.class.getClassLoader(), PACKAGE);

    /** The whole page. */
    public String page(PageModel model) {
        return render("page.jte", model);
    }

    /** What of the page changes with time. */
    public String parts(PageModel model) {
        return render("parts.jte", model);
    }

    /** What a contact of an organisation is told. */
    public String notice(Notice notice) {
        return render("notice.jte", notice);
    }

    private String render(String template, Object model) {
        StringOutput out = new StringOutput(32_768);
        engine.render(template, model, out);
        return out.toString();
    }
}
