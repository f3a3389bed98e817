//! The pages of the desktop.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::contacts::{self, Entry, PAGE_SIZE, foreign_text, initials, tone};
use super::frame::{self, Shown};
use super::html::{Html, fill};
use super::layout::{Section, respond};
use super::session::Visitor;
use super::widgets::{self, APP_NAME, Place};
use super::words::{said, speak, word};
use crate::php::parse_query;
use crate::portal::Portal;

macro_rules! template {
    ($name:literal, $lang:expr) => {
        &speak(include_str!(concat!("../../assets/templates/", $name)), $lang)
    };
}

/// `GET /`.
pub(super) async fn show_home(req: HttpRequest, portal: Portal, visitor: Visitor) -> HttpResponse {
    let (app_state, app_state_text) = app_state(&portal, visitor.lang);
    let content = fill(
        template!("home.html", visitor.lang),
        &[
            ("first_name", Html::text(&visitor.user.name)),
            ("contact_total", Html::text(&contacts::count(&portal, &visitor.user).to_string())),
            ("app_state", app_state),
            ("app_state_text", app_state_text),
        ],
    );
    respond(&req, &portal, &visitor, Section::Home, word(visitor.lang, "desktop"), content)
}

fn app_state(portal: &Portal, lang: &str) -> (Html, Html) {
    if portal.is_installed() {
        (Html::markup("installed"), said(lang, "installed"))
    } else {
        (Html::markup("absent"), said(lang, "not-installed"))
    }
}

/// The page of a list.
#[derive(Debug, Deserialize)]
pub(super) struct ListPage {
    page: Option<usize>,
}

/// `GET /crm/contact/list/`.
pub(super) async fn show_contacts(
    req: HttpRequest,
    portal: Portal,
    visitor: Visitor,
    wanted: web::Query<ListPage>,
) -> HttpResponse {
    let total = contacts::count(&portal, &visitor.user);
    let last = total.div_ceil(PAGE_SIZE).max(1);
    let page = wanted.page.unwrap_or(1).clamp(1, last);
    let from = (page - 1) * PAGE_SIZE;
    let shown = contacts::list(&portal, &visitor.user, from);
    let range = match shown.len() {
        0 => String::new(),
        some => format!("{}–{} {} {total}", from + 1, from + some, word(visitor.lang, "of")),
    };
    let nobody = || fill(r#"<p class="grid-empty">{{none}}</p>"#, &[("none", said(visitor.lang, "none"))]);
    let empty = if shown.is_empty() { nobody() } else { Html::default() };
    let content = fill(
        template!("contacts.html", visitor.lang),
        &[
            ("range", Html::text(&range)),
            ("widgets", widgets::buttons(&portal, &visitor, Place::ListToolbar, 0)),
            ("rows", shown.iter().map(|entry| row(&portal, &visitor, entry)).collect()),
            ("empty", empty),
            ("pages", pager(page, last)),
        ],
    );
    respond(&req, &portal, &visitor, Section::Contacts, word(visitor.lang, "contacts"), content)
}

fn row(portal: &Portal, visitor: &Visitor, entry: &Entry) -> Html {
    let first = |values: &[String]| values.first().map(|value| foreign_text(value)).unwrap_or_default();
    fill(
        template!("contact-row.html", visitor.lang),
        &[
            ("id", Html::text(&entry.id.to_string())),
            ("widgets", widgets::buttons(portal, visitor, Place::ListMenu, entry.id)),
            ("tone", tone(entry.id)),
            ("initials", initials(&entry.name)),
            ("name", Html::text(&entry.name)),
            ("phone", first(&entry.phones)),
            ("email", first(&entry.emails)),
            ("company", foreign_text(&entry.company)),
            ("responsible", Html::text(&entry.responsible)),
        ],
    )
}

/// Links to the first, the last and the neighbouring pages.
fn pager(page: usize, last: usize) -> Html {
    let shown = (1..=last).filter(|&number| number == 1 || number == last || number.abs_diff(page) <= 2);
    let mut links = Html::default();
    let mut before = 0;
    for number in shown {
        if number > before + 1 {
            links.push(&Html::markup(r#"<span class="page-gap">…</span>"#));
        }
        before = number;
        let current = if number == page { r#" aria-current="page""# } else { "" };
        links.push(&fill(
            r#"<a class="page" href="/crm/contact/list/?page={{number}}" data-testid="desktop-page"{{current}}>{{number}}</a>"#,
            &[("number", Html::text(&number.to_string())), ("current", Html::markup(current))],
        ));
    }
    links
}

/// `GET /crm/contact/details/{id}/`.
pub(super) async fn show_contact(
    req: HttpRequest,
    portal: Portal,
    visitor: Visitor,
    id: web::Path<String>,
) -> HttpResponse {
    let found = id.parse().ok().and_then(|id| contacts::find(&portal, &visitor.user, id));
    let Some(entry) = found else {
        return absent(&req, &portal, &visitor, Section::Contacts, "contact-gone");
    };
    let content = fill(
        template!("contact.html", visitor.lang),
        &[
            ("id", Html::text(&entry.id.to_string())),
            ("name", Html::text(&entry.name)),
            ("widgets", widgets::buttons(&portal, &visitor, Place::Toolbar, entry.id)),
            ("facts", facts(&entry, visitor.lang)),
            ("created", Html::text(&entry.created_at)),
        ],
    );
    respond(&req, &portal, &visitor, Section::Contacts, &entry.name, content)
}

fn facts(entry: &Entry, lang: &str) -> Html {
    let known = [
        ("name", entry.name.clone()),
        ("phone", entry.phones.join(", ")),
        ("email", entry.emails.join(", ")),
        ("company", entry.company.clone()),
        ("responsible", entry.responsible.clone()),
        ("deals", entry.deals.to_string()),
        ("activities", entry.activities.to_string()),
        ("id", entry.id.to_string()),
    ];
    let fact = |(name, value): &(&'static str, String)| {
        fill(
            "<dt>{{name}}</dt><dd>{{value}}</dd>",
            &[
                ("name", if *name == "id" { Html::markup("ID") } else { said(lang, name) }),
                ("value", foreign_text(value)),
            ],
        )
    };
    known.iter().filter(|(_, value)| !value.is_empty()).map(fact).collect()
}

/// `GET /marketplace/app/1/`: the application in its frame. The page's own query, whoever wrote it, becomes the
/// application's `PLACEMENT_OPTIONS`.
pub(super) async fn show_app(req: HttpRequest, portal: Portal, visitor: Visitor) -> HttpResponse {
    let frame = refusal(&portal, &visitor).unwrap_or_else(|| {
        let options = parse_query(req.query_string().as_bytes());
        frame::render(&portal, &visitor, &Shown::App, &options, "desktop-app-frame")
    });
    let content = fill(template!("app.html", visitor.lang), &[("frame", frame)]);
    respond(&req, &portal, &visitor, Section::App, APP_NAME, content)
}

/// What a person sees who may not have the application in a frame now.
pub(super) fn refusal(portal: &Portal, visitor: &Visitor) -> Option<Html> {
    if !portal.may_use_app(visitor.user.id) {
        Some(fill(template!("no-access.html", visitor.lang), &[]))
    } else if !portal.is_installed() && !visitor.user.admin {
        Some(fill(template!("not-installed.html", visitor.lang), &[]))
    } else {
        None
    }
}

/// `GET /marketplace/`.
pub(super) async fn show_market(req: HttpRequest, portal: Portal, visitor: Visitor) -> HttpResponse {
    let actions = match (portal.is_installed(), visitor.user.admin) {
        (false, true) => fill(template!("market-install.html", visitor.lang), &[]),
        (true, true) => fill(template!("market-uninstall.html", visitor.lang), &[]),
        (_, false) => {
            fill(r#"<p class="head-note">{{managed}}</p>"#, &[("managed", said(visitor.lang, "managed"))])
        }
    };
    let app = portal.world.app();
    let (app_state, app_state_text) = app_state(&portal, visitor.lang);
    let content = fill(
        template!("market.html", visitor.lang),
        &[
            ("app_state", app_state),
            ("app_state_text", app_state_text),
            ("scope", Html::text(&portal.scope().replace(',', ", "))),
            ("app_url", Html::text(&app.app_url)),
            ("actions", actions),
        ],
    );
    respond(&req, &portal, &visitor, Section::Market, word(visitor.lang, "market"), content)
}

/// Addresses that applications may open on a portal and that this one does not have.
pub(super) async fn show_absent(req: HttpRequest, portal: Portal, visitor: Visitor) -> HttpResponse {
    absent(&req, &portal, &visitor, Section::Home, "absent")
}

fn absent(
    req: &HttpRequest,
    portal: &Portal,
    visitor: &Visitor,
    section: Section,
    what: &str,
) -> HttpResponse {
    let title = word(visitor.lang, what);
    let text = said(visitor.lang, &format!("{what}-text"));
    let content =
        fill(template!("absent.html", visitor.lang), &[("title", Html::text(title)), ("text", text)]);
    let mut response = respond(req, portal, visitor, section, title, content);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
