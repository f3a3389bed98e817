//! What surrounds a page: header, menu and the controls of the session. A page in a side panel has none of it.

use actix_web::{HttpRequest, HttpResponse};

use super::contacts::{self, full_name, initials, tone};
use super::html::{Html, fill};
use super::session::{LANGUAGES, PACES, Visitor};
use super::words::{language_tag, script_words, translate, word};
use crate::portal::Portal;
use crate::world::User;

/// Scripts may only come from files of the portal. Frames may come from anywhere, because an application runs in one.
const POLICY: &str = "script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";
const OPTION: &str = r#"<option value="{{value}}"{{selected}}>{{text}}</option>"#;

/// The menu entry of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Home,
    Contacts,
    App,
    Market,
}

/// Answers a page; for a side panel (`IFRAME=Y`) only its content.
pub(super) fn respond(
    req: &HttpRequest,
    portal: &Portal,
    visitor: &Visitor,
    section: Section,
    title: &str,
    content: Html,
) -> HttpResponse {
    let in_panel = req.query_string().split('&').any(|pair| pair == "IFRAME=Y");
    let page = if in_panel {
        fill(
            include_str!("../../assets/templates/panel.html"),
            &[
                ("tag", Html::text(language_tag(visitor.lang))),
                ("title", Html::text(title)),
                ("content", content),
            ],
        )
    } else {
        whole_page(req, portal, visitor, section, title, content)
    };
    send(page)
}

/// Answers markup that only the portal may frame and that is not cached.
pub(super) fn send(markup: Html) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("Content-Type", "text/html; charset=utf-8"))
        .insert_header(("Cache-Control", "no-store"))
        .insert_header(("Content-Security-Policy", POLICY))
        .insert_header(("X-Content-Type-Options", "nosniff"))
        .body(markup.into_string())
}

fn whole_page(
    req: &HttpRequest,
    portal: &Portal,
    visitor: &Visitor,
    section: Section,
    title: &str,
    content: Html,
) -> Html {
    let place = req.uri().path_and_query().map_or("/", |place| place.as_str());
    let user = &visitor.user;
    let current = |of| Html::markup(if of == section { r#" aria-current="page""# } else { "" });
    fill(
        &translate(include_str!("../../assets/templates/page.html"), visitor.lang),
        &[
            ("tag", Html::text(language_tag(visitor.lang))),
            ("words", Html::text(&script_words(visitor.lang).to_string())),
            ("pace", pace(portal, visitor.lang, place)),
            ("title", Html::text(title)),
            ("domain", Html::text(&portal.domain())),
            ("back", Html::text(place)),
            ("languages", languages(visitor.lang)),
            (
                "users",
                portal
                    .users()
                    .iter()
                    .filter(|user| user.active)
                    .map(|one| user_option(one, user.id, visitor.lang))
                    .collect(),
            ),
            ("user_tone", tone(user.id)),
            ("user_initials", initials(&full_name(user))),
            ("contact_total", Html::text(&contacts::count(portal, user).to_string())),
            ("at_contacts", current(Section::Contacts)),
            ("at_app", current(Section::App)),
            ("at_market", current(Section::Market)),
            ("content", content),
        ],
    )
}

fn languages(chosen: &str) -> Html {
    LANGUAGES.iter().map(|(code, name)| option(code, name, *code == chosen)).collect()
}

/// The switch for the portal's pace, if the simulator was set up with one.
fn pace(portal: &Portal, lang: &str, place: &str) -> Html {
    let Some(chosen) = portal.pace() else { return Html::default() };
    let paces =
        PACES.iter().map(|(name, pace)| option(name, word(lang, &format!("pace-{name}")), *pace == chosen));
    fill(
        &translate(include_str!("../../assets/templates/pace.html"), lang),
        &[("back", Html::text(place)), ("paces", paces.collect())],
    )
}

fn user_option(user: &User, chosen: u64, lang: &str) -> Html {
    let role = if user.admin { format!(" · {}", word(lang, "administrator")) } else { String::new() };
    option(&user.id.to_string(), &format!("{}{role}", full_name(user)), user.id == chosen)
}

fn option(value: &str, text: &str, selected: bool) -> Html {
    fill(
        OPTION,
        &[
            ("value", Html::text(value)),
            ("selected", Html::markup(if selected { " selected" } else { "" })),
            ("text", Html::text(text)),
        ],
    )
}
