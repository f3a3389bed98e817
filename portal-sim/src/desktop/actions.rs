//! The actions that the pages' scripts send to the portal for the person at the desktop.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::{Value, json};

use super::access::refusal;
use super::contacts::{self, full_name};
use super::frame::{self, FramePage};
use super::html::Html;
use super::layout::send;
use super::own_page::OwnPage;
use super::session::Visitor;
use super::widgets;
use crate::php::{Php, PhpArray};
use crate::portal::Portal;
use crate::world::User;

/// The page that a side panel requests: that of a widget, or the application's main page.
#[derive(Debug, Deserialize)]
pub(super) struct FrameRequest {
    handler: Option<u64>,
    #[serde(default)]
    options: String,
}

/// `POST /desktop/frame/`: answers the content of a side panel.
pub(super) async fn open_panel(
    _: OwnPage,
    portal: Portal,
    visitor: Visitor,
    requested: web::Form<FrameRequest>,
) -> HttpResponse {
    if let Some(refusal) = refusal(&portal, &visitor) {
        return send(refusal);
    }
    let page = match requested.handler {
        None => FramePage::App,
        Some(id) => match widgets::find(&portal, &visitor, id) {
            Some(widget) => FramePage::Widget(widget),
            None => return send(Html::markup("<p>This widget is gone. Please reload the page.</p>")),
        },
    };
    let options = serde_json::from_str::<Php>(&requested.options).ok();
    let options = options.and_then(|options| options.as_array().cloned()).unwrap_or_default();
    send(frame::render(&portal, &visitor, &page, &options, "desktop-slider-frame"))
}

/// `POST /desktop/refresh-auth/`: answers a new pair of tokens, or nothing if the portal refuses the person.
pub(super) async fn refresh_auth(_: OwnPage, portal: Portal, visitor: Visitor) -> web::Json<Value> {
    if !visitor.user.active || refusal(&portal, &visitor).is_some() {
        return web::Json(json!({}));
    }
    let pair = portal.mint_pair(visitor.user.id);
    web::Json(json!({
        "access_token": pair.access_token,
        "refresh_token": pair.refresh_token,
        "expires_in": pair.expires_in.to_string(),
    }))
}

/// `POST /desktop/set-installed/`: finishes the installation. `already` says that it was finished before.
pub(super) async fn finish_installation(_: OwnPage, portal: Portal, visitor: Visitor) -> web::Json<Value> {
    if portal.is_installed() {
        return web::Json(json!({"result": true, "already": true}));
    }
    web::Json(json!({"result": portal.install_finished_by(visitor.user.id), "already": false}))
}

/// Whether the application had its first run.
#[derive(Debug, Deserialize)]
pub(super) struct FirstRun {
    install: u8,
}

/// `POST /desktop/first-run/`: saves whether the application has called its installation callback for this person.
pub(super) async fn save_first_run(
    _: OwnPage,
    portal: Portal,
    visitor: Visitor,
    run: web::Form<FirstRun>,
) -> web::Json<Value> {
    let started_by = &mut portal.data().app.started_by;
    if run.install == 0 {
        started_by.remove(&visitor.user.id);
    } else {
        started_by.insert(visitor.user.id);
    }
    web::Json(json!({"result": true}))
}

/// An option that the application sets from its frame.
#[derive(Debug, Deserialize)]
pub(super) struct OptionChange {
    scope: Scope,
    name: String,
    value: String,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Scope {
    App,
    User,
}

/// `POST /desktop/options/`: only administrators may set options of the application.
pub(super) async fn set_option(
    _: OwnPage,
    portal: Portal,
    visitor: Visitor,
    change: web::Form<OptionChange>,
) -> web::Json<Value> {
    if change.scope == Scope::App && !visitor.user.admin {
        return web::Json(json!({"result": false}));
    }
    let value = serde_json::from_str(&change.value).unwrap_or(Php::Null);
    let app = &mut portal.data().app;
    let options: &mut PhpArray = match change.scope {
        Scope::App => &mut app.options,
        Scope::User => app.user_options.entry(visitor.user.id).or_default(),
    };
    options.set(change.name.as_str(), value);
    web::Json(json!({"result": true}))
}

/// Whether the application's data is deleted too.
#[derive(Debug, Deserialize)]
pub(super) struct Uninstallation {
    clean: Option<String>,
}

/// `POST /desktop/uninstall/`.
pub(super) async fn uninstall(
    _: OwnPage,
    portal: Portal,
    visitor: Visitor,
    form: web::Form<Uninstallation>,
) -> HttpResponse {
    if !visitor.user.admin {
        return HttpResponse::Forbidden().body("only administrators manage applications");
    }
    portal.uninstall(form.clean.is_some());
    HttpResponse::SeeOther().insert_header((header::LOCATION, "/marketplace/")).finish()
}

/// `GET /desktop/users/`: lists the users for the dialog that chooses users.
pub(super) async fn list_users(_: OwnPage, portal: Portal) -> web::Json<Value> {
    let colleague = |user: &User| {
        json!({
            "id": user.id.to_string(),
            "name": full_name(user),
            "sub": false,
            "sup": false,
            "position": if user.admin { "Administrator" } else { "" },
            "photo": "",
        })
    };
    let users = portal.users();
    web::Json(users.iter().filter(|user| user.active).map(colleague).collect())
}

/// `GET /desktop/contacts/`: lists the first contacts for the dialog that chooses CRM entries.
pub(super) async fn list_contacts(_: OwnPage, portal: Portal, visitor: Visitor) -> web::Json<Value> {
    let choice = |entry: contacts::ShownContact| {
        json!({
            "id": format!("C_{}", entry.id),
            "type": "contact",
            "place": "contact",
            "title": entry.name,
            "desc": entry.company,
            "url": format!("/crm/contact/details/{}/", entry.id),
            "image": "",
        })
    };
    web::Json(contacts::list(&portal, &visitor.user, 0).into_iter().map(choice).collect())
}
