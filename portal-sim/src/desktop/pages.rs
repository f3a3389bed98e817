//! The pages of the desktop.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::access::refusal;
use super::contacts::{self, PAGE_SIZE, ShownContact, initials, isolated_text, tone};
use super::frame::{self, FramePage};
use super::html::{Html, fill};
use super::layout::{Section, respond};
use super::session::Visitor;
use super::widgets::{self, APP_NAME, Place};
use super::words::{html_word, translate, word};
use crate::php::parse_query;
use crate::portal::Portal;

macro_rules! template {
    ($name:literal, $lang:expr) => {
        &translate(include_str!(concat!("../../assets/templates/", $name)), $lang)
    };
}

/// `GET /`: the start page.
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
        (Html::markup("installed"), html_word(lang, "installed"))
    } else {
        (Html::markup("absent"), html_word(lang, "not-installed"))
    }
}

/// The number of the requested page.
#[derive(Debug, Deserialize)]
pub(super) struct ListPage {
    page: Option<usize>,
}

/// `GET /crm/contact/list/`: the list of contacts.
pub(super) async fn show_contacts(
    req: HttpRequest,
    portal: Portal,
    visitor: Visitor,
    requested: web::Query<ListPage>,
) -> HttpResponse {
    let total = contacts::count(&portal, &visitor.user);
    let last = total.div_ceil(PAGE_SIZE).max(1);
    let page = requested.page.unwrap_or(1).clamp(1, last);
    let from = (page - 1) * PAGE_SIZE;
    let shown = contacts::list(&portal, &visitor.user, from);
    let range = match shown.len() {
        0 => String::new(),
        some => format!("{}–{} {} {total}", from + 1, from + some, word(visitor.lang, "of")),
    };
    let no_contacts =
        || fill(r#"<p class="grid-empty">{{none}}</p>"#, &[("none", html_word(visitor.lang, "none"))]);
    let empty = if shown.is_empty() { no_contacts() } else { Html::default() };
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

fn row(portal: &Portal, visitor: &Visitor, entry: &ShownContact) -> Html {
    let first = |values: &[String]| values.first().map(|value| isolated_text(value)).unwrap_or_default();
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
            ("company", isolated_text(&entry.company)),
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

/// `GET /crm/contact/details/{id}/`: one contact.
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

fn facts(entry: &ShownContact, lang: &str) -> Html {
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
                ("name", if *name == "id" { Html::markup("ID") } else { html_word(lang, name) }),
                ("value", isolated_text(value)),
            ],
        )
    };
    known.iter().filter(|(_, value)| !value.is_empty()).map(fact).collect()
}

/// `GET /marketplace/app/1/`: the application in its frame. The query of this page becomes the application's
/// `PLACEMENT_OPTIONS`, so any link can set them.
pub(super) async fn show_app(req: HttpRequest, portal: Portal, visitor: Visitor) -> HttpResponse {
    let frame = refusal(&portal, &visitor).unwrap_or_else(|| {
        let options = parse_query(req.query_string().as_bytes());
        frame::render(&portal, &visitor, &FramePage::App, &options, "desktop-app-frame")
    });
    let content = fill(template!("app.html", visitor.lang), &[("frame", frame)]);
    respond(&req, &portal, &visitor, Section::App, APP_NAME, content)
}

/// `GET /marketplace/`: installing and removing the application.
pub(super) async fn show_market(req: HttpRequest, portal: Portal, visitor: Visitor) -> HttpResponse {
    let actions = match (portal.is_installed(), visitor.user.admin) {
        (false, true) => fill(template!("market-install.html", visitor.lang), &[]),
        (true, true) => fill(template!("market-uninstall.html", visitor.lang), &[]),
        (_, false) => fill(
            r#"<p class="head-note">{{managed}}</p>"#,
            &[("managed", html_word(visitor.lang, "managed"))],
        ),
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

/// Pages that an application may open on a real portal and that the simulator does not have.
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
    let text = html_word(visitor.lang, &format!("{what}-text"));
    let content =
        fill(template!("absent.html", visitor.lang), &[("title", Html::text(title)), ("text", text)]);
    let mut response = respond(req, portal, visitor, section, title, content);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
