//! The person at the desktop and the language: two cookies of the portal's host.
//! The application does not get them. It learns the user only from the tokens.

use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, web};
use serde::Deserialize;

use super::own_page::OwnPage;
use crate::portal::Portal;
use crate::world::{Pace, User};

/// The language ids that portals send in `LANG`, and their names.
pub(super) const LANGUAGES: &[(&str, &str)] = &[
    ("en", "English"),
    ("de", "Deutsch"),
    ("la", "Español"),
    ("br", "Português (Brasil)"),
    ("fr", "Français"),
    ("pl", "Polski"),
    ("ru", "Русский"),
    ("ua", "Українська"),
];

/// The names of the paces in the header's switch.
pub(super) const PACES: &[(&str, Pace)] = &[("real", Pace::Real), ("fast", Pace::Fast)];

const USER_COOKIE: &str = "sim_user";
const LANGUAGE_COOKIE: &str = "sim_lang";

/// The person at the desktop.
pub(super) struct Visitor {
    pub(super) user: User,
    pub(super) lang: &'static str,
}

impl FromRequest for Visitor {
    type Error = actix_web::Error;
    type Future = std::future::Ready<Result<Self, Self::Error>>;

    /// The default is the first user, in English.
    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let visitor = Portal::from_request(req, payload).into_inner().and_then(|portal| {
            let wanted = cookie(req, USER_COOKIE).and_then(|id| id.parse().ok());
            let mut users = portal.users();
            let at = users.iter().position(|user| Some(user.id) == wanted).unwrap_or(0);
            if users.is_empty() {
                return Err(actix_web::error::ErrorNotFound("a portal without users"));
            }
            Ok(Self { user: users.swap_remove(at), lang: known_language(cookie(req, LANGUAGE_COOKIE)) })
        });
        std::future::ready(visitor)
    }
}

fn known_language(code: Option<&str>) -> &'static str {
    LANGUAGES.iter().find(|(known, _)| Some(*known) == code).map_or("en", |(known, _)| known)
}

fn cookie<'r>(req: &'r HttpRequest, name: &str) -> Option<&'r str> {
    req.headers()
        .get_all(header::COOKIE)
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// What the header's controls send.
#[derive(Debug, Deserialize)]
pub(super) struct Choice {
    user: u64,
    lang: String,
    back: String,
}

/// `POST /desktop/session/`: saves user and language in cookies and goes back to the page.
pub(super) async fn choose(choice: web::Form<Choice>) -> HttpResponse {
    let lang = known_language(Some(&choice.lang));
    HttpResponse::SeeOther()
        .append_header((
            header::SET_COOKIE,
            format!("{USER_COOKIE}={}; Path=/; HttpOnly; SameSite=Lax", choice.user),
        ))
        .append_header((
            header::SET_COOKIE,
            format!("{LANGUAGE_COOKIE}={lang}; Path=/; HttpOnly; SameSite=Lax"),
        ))
        .insert_header((header::LOCATION, own_path(&choice.back)))
        .finish()
}

/// What the switch for the pace sends.
#[derive(Debug, Deserialize)]
pub(super) struct PaceChoice {
    pace: String,
    back: String,
}

/// `POST /desktop/pace/`: changes how fast the portal works.
pub(super) async fn change_pace(_: OwnPage, portal: Portal, choice: web::Form<PaceChoice>) -> HttpResponse {
    if let Some((_, pace)) = PACES.iter().find(|(name, _)| *name == choice.pace)
        && portal.pace().is_some()
    {
        portal.set_pace(*pace);
    }
    HttpResponse::SeeOther().insert_header((header::LOCATION, own_path(&choice.back))).finish()
}

/// A path of this portal. A path that a browser could take for another host is replaced by the start page.
fn own_path(path: &str) -> &str {
    let safe = path.starts_with('/')
        && !path[1..].starts_with(['/', '\\'])
        && path.bytes().all(|byte| byte.is_ascii_graphic());
    if safe { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn going_back_stays_on_the_portal() {
        assert_eq!(own_path("/marketplace/app/1/?a=b"), "/marketplace/app/1/?a=b");
        for elsewhere in ["//evil.test/", "/\\evil.test", "https://evil.test", "", "/a\r\nX: y"] {
            assert_eq!(own_path(elsewhere), "/", "{elsewhere}");
        }
    }

    #[test]
    fn an_unknown_language_is_english() {
        assert_eq!(known_language(Some("ua")), "ua");
        assert_eq!(known_language(Some("uk")), "en");
        assert_eq!(known_language(None), "en");
    }
}
