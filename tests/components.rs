//! `docs/components.html` shows the components as the real templates render them. `make components` writes the file
//! again.

#![expect(clippy::expect_used, reason = "a template that cannot be read is a failed test")]

use std::fs;
use std::path::{Path, PathBuf};

use contact_eraser::domain::language::Language;
use contact_eraser::web::pages::{self, Boot, Frame};

/// Texts that the script fills in: the part's name and its text.
type Filling<'a> = &'a [(&'a str, &'a str)];

/// A component: its name, its purpose, its HTML.
struct Component {
    name: &'static str,
    purpose: &'static str,
    html: String,
}

#[test]
fn components_page_matches_the_templates() {
    let page = components_page();
    let path = root().join("docs/components.html");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &page).expect("the page can be written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page, "docs/components.html differs from the templates: run `make components`");
}

#[test]
fn template_names_are_unique() {
    let app = app_page();
    let names: Vec<&str> =
        app.split("<template id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let different: std::collections::BTreeSet<&str> = names.iter().copied().collect();
    assert!(names.len() > 10 && different.len() == names.len(), "{names:?}");
}

fn components_page() -> String {
    let app = app_page();
    let styles = styles(&app).map(|name| format!("<link rel=\"stylesheet\" href=\"{name}\">\n"));
    let sections = controls(&app).into_iter().chain(answers(&app)).map(|component| {
        let Component { name, purpose, html } = component;
        let html = shown(&html);
        format!("<section class=\"ce-card\">\n<h2>{name}</h2>\n<p>{purpose}</p>\n{html}\n</section>\n")
    });
    let icons = between(&app, "<svg class=\"ce-sprite\"", "</svg>\n");
    let body = format!(
        "{STYLE}</head>\n<body class=\"ce-page\">\n{icons}<main class=\"ce-shell\">\n<h1>Components</h1>\n"
    );
    let end = "</main>\n</body>\n</html>\n".to_owned();
    [HEAD.to_owned()].into_iter().chain(styles).chain([body]).chain(sections).chain([end]).collect()
}

const STYLE: &str = "<style>main, section { display: grid; gap: 16px } h2 { font-size: 18px }</style>\n";

const HEAD: &str = "<!doctype html>\n<!-- Written by `make components` from the templates; do not edit. -->\n\
    <html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
    <meta name=\"color-scheme\" content=\"light dark\">\n<title>Components · Contact Eraser</title>\n";

/// Components that users act with.
fn controls(app: &str) -> Vec<Component> {
    let row = [("phones", "+1 202 555 0100"), ("emails", "ada@example.org"), ("company", "Northwind")];
    vec![
        component("Tabs", "The parts of the app; arrows move between them.", part(app, "ce-tabs", "div")),
        component("Search, buttons", "The toolbar of the list.", part(app, "ce-toolbar", "div")),
        component(
            "Chips",
            "Switches for a condition; a set one can be taken off.",
            part(app, "ce-chips", "div"),
        ),
        component("Fields, date range", "Input, people, dates with a time.", part(app, "ce-filters", "form")),
        component(
            "Row of the table",
            "Checkbox, link, values, quiet actions.",
            table(&filled(app, "row-template", &row)),
        ),
        component(
            "Checkbox, link button",
            "Choosing the page, or all that match.",
            part(app, "ce-choosing", "div"),
        ),
        component("Paging", "One page after the other.", part(app, "ce-paging", "nav")),
    ]
}

/// Components that answer, ask or inform.
fn answers(app: &str) -> Vec<Component> {
    let job = [
        ("title", "1,185 of 1,200 contacts deleted, 12 kept, 3 failed"),
        ("state", "Done"),
        ("meta", "No. 17 · Ada Keller · Today, 10:00 AM"),
        ("line", "Verified: 1,185 contacts are gone from your portal."),
        ("kept", "Can be restored until Apr 1, 2026"),
        ("retry-words", "Retry 3 failed"),
        ("cancel-words", "Stop deleting"),
        ("items-words", "View contacts"),
        ("rest-words", "Delete the remaining 10…"),
        ("spared-words", "Delete 12 kept contacts…"),
    ];
    let notice =
        [("title", "Ada Keller was deleted"), ("text", "If the recycle bin is switched on, she is there.")];
    let many = [
        ("title", "The set could not be frozen"),
        ("text", "What stands in the way, in words."),
        ("kept", "3 contacts are kept because of open deals. 117 contacts are to be deleted."),
        ("who-words", "Who is to be deleted"),
        ("snapshot-words", "Their data are kept in this app for 30 days, encrypted."),
        ("wait-words", "Looking at what hangs on them…"),
        ("typing-words", "To confirm, type the number: 120"),
    ];
    vec![
        component("Notice", "The answer to what a person did.", filled(app, "notice-template", &notice)),
        component(
            "Impact, choice, typed number",
            "Before many are deleted.",
            filled(app, "confirm-many", &many),
        ),
        component("Impact of one", "Before one contact is deleted.", filled(app, "confirm-one", &[])),
        component(
            "File, problems",
            "A list of ids.",
            filled(app, "confirm-ids", &[("summary", "3 contact IDs recognized.")]),
        ),
        component(
            "What comes back",
            "Before a restoration.",
            filled(
                app,
                "confirm-restore",
                &[("until", "The deleted contacts’ data are kept until Apr 1, 2026.")],
            ),
        ),
        component("Job, progress, state", "A job at work.", filled(app, "job-template", &job)),
        component("Contacts of a job", "What became of each.", filled(app, "items-template", &[])),
        component(
            "Empty state",
            "Nothing to show, and the way on.",
            filled(app, "state-template", &[("title", "Nothing found")]),
        ),
        component(
            "Skeleton",
            "While the list loads.",
            table(between(app, "<tr class=\"ce-row ce-row--skeleton\"", "</tr>")),
        ),
    ]
}

fn component(name: &'static str, purpose: &'static str, html: String) -> Component {
    Component { name, purpose, html }
}

/// The app's page as a portal's user gets it, with links to the styles in this repository.
fn app_page() -> String {
    let frame = Frame {
        language: Language::En,
        asset_base: "../static",
        bx24_js_url: "https://api.bitrix24.com/api/v1/",
        request_id: "0190",
    };
    let boot = Boot {
        session: String::new(),
        expires_at: 0,
        member_id: String::new(),
        portal_domain: "example.bitrix24.com".to_owned(),
        portal_origin: "https://example.bitrix24.com".to_owned(),
        user_id: 1,
        user_name: "Ada Keller".to_owned(),
        admin: true,
        introduce: true,
        barred: false,
        contact_id: None,
    };
    pages::app(&frame, &boot, None)
}

fn styles(app: &str) -> impl Iterator<Item = &str> {
    app.split("<link rel=\"stylesheet\" href=\"").skip(1).filter_map(|rest| rest.split('"').next())
}

/// The text from a beginning to the first end after it, both included.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).expect(from);
    let length = text[start..].find(to).expect(to) + to.len();
    &text[start..start + length]
}

/// The first element with a class, with its contents.
fn part(app: &str, class: &str, tag: &str) -> String {
    let rest = &app[app.find(&format!("<{tag} class=\"{class}")).expect(class)..];
    let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
    let (mut depth, mut at) = (0_i32, 0);
    loop {
        let next_open = rest[at..].find(&open).map_or(usize::MAX, |found| at + found);
        let next_close = at + rest[at..].find(&close).expect("an element ends");
        if next_open < next_close {
            depth += 1;
            at = next_open + open.len();
        } else {
            depth -= 1;
            at = next_close + close.len();
        }
        if depth == 0 {
            return rest[..at].to_owned();
        }
    }
}

/// The contents of a template, with these texts in its parts.
fn filled(app: &str, template: &str, filling: Filling) -> String {
    let mark = format!("<template id=\"{template}\">");
    let mut html = between(app, &mark, "</template>").replace(&mark, "").replace("</template>", "");
    for (name, text) in filling {
        let part = html.find(&format!("data-part=\"{name}\"")).expect(name);
        let end = part + html[part..].find('>').expect("a tag ends") + 1;
        html.insert_str(end, text);
    }
    html
}

fn table(row: &str) -> String {
    format!("<table class=\"ce-table\"><tbody>{row}</tbody></table>")
}

/// Shows every part that the script would show later.
fn shown(html: &str) -> String {
    html.replace(" hidden>", ">").replace(" hidden ", " ").trim().to_owned()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}
