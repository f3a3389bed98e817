//! The files of the desktop, and BX24.js, which portals and the authorization server serve.

use actix_web::{HttpResponse, web};

const JS: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SVG: &str = "image/svg+xml";

macro_rules! files {
    ($($name:literal => $kind:expr),* $(,)?) => {
        &[$(($name, $kind, include_str!(concat!("../../assets/desktop/", $name)))),*]
    };
}

const FILES: &[(&str, &str, &str)] = files! {
    "app-frame.js" => JS,
    "commands.js" => JS,
    "desktop.css" => CSS,
    "dialogs.js" => JS,
    "dom.js" => JS,
    "icon.svg" => SVG,
    "main.js" => JS,
    "opening.js" => JS,
    "portal.js" => JS,
    "slider.js" => JS,
    "wire.js" => JS,
    "words.js" => JS,
};

/// `GET /desktop/assets/{name}`.
pub(super) async fn show_file(name: web::Path<String>) -> HttpResponse {
    match FILES.iter().find(|(known, ..)| *known == name.as_str()) {
        Some((_, kind, content)) => respond(kind, content),
        None => HttpResponse::NotFound().finish(),
    }
}

/// `GET /api/v1/`: the script that framed applications load.
pub(super) async fn show_bx24() -> HttpResponse {
    respond(JS, include_str!("../../assets/bx24/bx24.js"))
}

fn respond(kind: &'static str, content: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("Content-Type", kind))
        .insert_header(("Cache-Control", "no-cache"))
        .insert_header(("X-Content-Type-Options", "nosniff"))
        .insert_header(("Access-Control-Allow-Origin", "*"))
        .body(content)
}
