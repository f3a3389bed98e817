//! What the pages' scripts ask of the portal on behalf of the person at the desktop. Other sites cannot ask it:
//! a request that names another origin is refused.

use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, web};
use serde::Deserialize;
use serde_json::{Value, json};

use super::contacts::{self, full_name};
use super::frame::{self, Shown};
use super::html::Html;
use super::layout::send;
use super::pages::refusal;
use super::session::Visitor;
use super::widgets;
use crate::lock;
use crate::php::{Php, PhpArray};
use crate::portal::Portal;

/// Proof that a request comes from a page of this portal, or from no page at all.
pub(super) struct OwnPage;

impl FromRequest for OwnPage {
    type Error = actix_web::Error;
    type Future = std::future::Ready<Result<Self, Self::Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let portal = Portal::from_request(req, payload).into_inner();
        let origin = req.headers().get(header::ORIGIN);
        std::future::ready(portal.and_then(|portal| match origin {
            Some(origin) if origin.as_bytes() != portal.origin().as_bytes() => {
                Err(actix_web::error::ErrorForbidden("a request of another site"))
            }
            _ => Ok(Self),
        }))
    }
}

/// Which frame a side panel wants: a widget's, or the application's own.
#[derive(Debug, Deserialize)]
pub(super) struct FrameRequest {
    handler: Option<u64>,
    #[serde(default)]
    options: String,
}

/// `POST /desktop/frame/`: the content of a side panel.
pub(super) async fn open_panel(
    _: OwnPage,
    portal: Portal,
    visitor: Visitor,
    wanted: web::Form<FrameRequest>,
) -> HttpResponse {
    if let Some(refusal) = refusal(&portal, &visitor) {
        return send(refusal);
    }
    let shown = match wanted.handler {
        None => Shown::App,
        Some(id) => match widgets::find(&portal, &visitor, id) {
            Some(widget) => Shown::Widget(widget),
            None => return send(Html::markup("<p>This widget is gone. Please reload the page.</p>")),
        },
    };
    let options = serde_json::from_str::<Php>(&wanted.options).ok();
    let options = options.and_then(|options| options.as_array().cloned()).unwrap_or_default();
    send(frame::render(&portal, &visitor, &shown, &options, "desktop-slider-frame"))
}

/// `POST /desktop/refresh-auth/`: a new pair, or nothing for whom a portal refuses.
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

/// `POST /desktop/set-installed/`: the end of an installation; `already` when there was nothing to end.
pub(super) async fn finish_installation(_: OwnPage, portal: Portal, visitor: Visitor) -> web::Json<Value> {
    if portal.is_installed() {
        return web::Json(json!({"result": true, "already": true}));
    }
    web::Json(json!({"result": portal.install_finished_by(visitor.user.id), "already": false}))
}

/// What the application says about its first run.
#[derive(Debug, Deserialize)]
pub(super) struct FirstRun {
    install: u8,
}

/// `POST /desktop/first-run/`: the application has shown its installation callback to this person.
pub(super) async fn note_first_run(
    _: OwnPage,
    portal: Portal,
    visitor: Visitor,
    run: web::Form<FirstRun>,
) -> web::Json<Value> {
    let started_by = &mut lock(&portal.core.data).app.started_by;
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

/// `POST /desktop/options/`: application options are the administrators' alone.
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
    let app = &mut lock(&portal.core.data).app;
    let options: &mut PhpArray = match change.scope {
        Scope::App => &mut app.options,
        Scope::User => app.user_options.entry(visitor.user.id).or_default(),
    };
    options.set(change.name.as_str(), value);
    web::Json(json!({"result": true}))
}

/// Whether the application's data go with it.
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

/// `GET /desktop/users/`: whom one can choose.
pub(super) async fn list_users(_: OwnPage, portal: Portal) -> web::Json<Value> {
    let colleague = |user: &crate::portal::User| {
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

/// `GET /desktop/contacts/`: the first contacts, as the CRM's dialog gives them.
pub(super) async fn list_contacts(_: OwnPage, portal: Portal, visitor: Visitor) -> web::Json<Value> {
    let choice = |entry: contacts::Entry| {
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
