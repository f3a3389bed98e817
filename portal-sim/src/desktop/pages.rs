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
use crate::php::parse_query;
use crate::portal::Portal;

macro_rules! template {
    ($name:literal) => {
        include_str!(concat!("../../assets/templates/", $name))
    };
}

/// `GET /`.
pub(super) async fn show_home(req: HttpRequest, portal: Portal, visitor: Visitor) -> HttpResponse {
    let (app_state, app_state_text) = app_state(&portal);
    let content = fill(
        template!("home.html"),
        &[
            ("first_name", Html::text(&visitor.user.name)),
            ("contact_total", Html::text(&contacts::count(&portal, &visitor.user).to_string())),
            ("app_state", app_state),
            ("app_state_text", app_state_text),
        ],
    );
    respond(&req, &portal, &visitor, Section::Home, "Desktop", content)
}

fn app_state(portal: &Portal) -> (Html, Html) {
    if portal.is_installed() {
        (Html::markup("installed"), Html::markup("Installed"))
    } else {
        (Html::markup("absent"), Html::markup("Not installed"))
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
        some => format!("{}–{} of {total}", from + 1, from + some),
    };
    let empty = if shown.is_empty() { r#"<p class="grid-empty">No contacts to show.</p>"# } else { "" };
    let content = fill(
        template!("contacts.html"),
        &[
            ("range", Html::text(&range)),
            ("rows", shown.iter().map(|entry| row(&portal, &visitor, entry)).collect()),
            ("empty", Html::markup(empty)),
            ("pages", pager(page, last)),
        ],
    );
    respond(&req, &portal, &visitor, Section::Contacts, "Contacts", content)
}

fn row(portal: &Portal, visitor: &Visitor, entry: &Entry) -> Html {
    let first = |values: &[String]| values.first().map(|value| foreign_text(value)).unwrap_or_default();
    fill(
        template!("contact-row.html"),
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
        let text = "It was deleted, or you may not see it.";
        return absent(&req, &portal, &visitor, Section::Contacts, "Contact not found", text);
    };
    let content = fill(
        template!("contact.html"),
        &[
            ("id", Html::text(&entry.id.to_string())),
            ("name", Html::text(&entry.name)),
            ("widgets", widgets::buttons(&portal, &visitor, Place::Toolbar, entry.id)),
            ("facts", facts(&entry)),
            ("created", Html::text(&entry.created_at)),
        ],
    );
    respond(&req, &portal, &visitor, Section::Contacts, &entry.name, content)
}

fn facts(entry: &Entry) -> Html {
    let known = [
        ("Name", entry.name.clone()),
        ("Phone", entry.phones.join(", ")),
        ("E-mail", entry.emails.join(", ")),
        ("Company", entry.company.clone()),
        ("Responsible", entry.responsible.clone()),
        ("Deals", entry.deals.to_string()),
        ("Activities", entry.activities.to_string()),
        ("ID", entry.id.to_string()),
    ];
    let fact = |(name, value): &(&'static str, String)| {
        fill(
            "<dt>{{name}}</dt><dd>{{value}}</dd>",
            &[("name", Html::markup(name)), ("value", foreign_text(value))],
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
    let content = fill(template!("app.html"), &[("frame", frame)]);
    respond(&req, &portal, &visitor, Section::App, APP_NAME, content)
}

/// What a person sees who may not have the application in a frame now.
pub(super) fn refusal(portal: &Portal, visitor: &Visitor) -> Option<Html> {
    if !portal.may_use_app(visitor.user.id) {
        Some(Html::markup(template!("no-access.html")))
    } else if !portal.is_installed() && !visitor.user.admin {
        Some(Html::markup(template!("not-installed.html")))
    } else {
        None
    }
}

/// `GET /marketplace/`.
pub(super) async fn show_market(req: HttpRequest, portal: Portal, visitor: Visitor) -> HttpResponse {
    let actions = match (portal.is_installed(), visitor.user.admin) {
        (false, true) => Html::markup(template!("market-install.html")),
        (true, true) => Html::markup(template!("market-uninstall.html")),
        (_, false) => Html::markup(r#"<p class="head-note">An administrator manages applications.</p>"#),
    };
    let app = portal.world.app();
    let (app_state, app_state_text) = app_state(&portal);
    let content = fill(
        template!("market.html"),
        &[
            ("app_state", app_state),
            ("app_state_text", app_state_text),
            ("scope", Html::text(&portal.scope().replace(',', ", "))),
            ("app_url", Html::text(&app.app_url)),
            ("actions", actions),
        ],
    );
    respond(&req, &portal, &visitor, Section::Market, "Market", content)
}

/// Addresses that applications may open on a portal and that this one does not have.
pub(super) async fn show_absent(req: HttpRequest, portal: Portal, visitor: Visitor) -> HttpResponse {
    absent(
        &req,
        &portal,
        &visitor,
        Section::Home,
        "Page not found",
        "This demo portal does not have this page.",
    )
}

fn absent(
    req: &HttpRequest,
    portal: &Portal,
    visitor: &Visitor,
    section: Section,
    title: &'static str,
    text: &'static str,
) -> HttpResponse {
    let content =
        fill(template!("absent.html"), &[("title", Html::markup(title)), ("text", Html::markup(text))]);
    let mut response = respond(req, portal, visitor, section, title, content);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
