//! Requests and answers as they are on the wire, whatever carries them: a socket, or memory. Answers leave as JSON, as
//! another text, cut short, or not at all; scripted faults of the connection are carried out here, for portals and for
//! the authorization server alike.

use std::net::{Shutdown, TcpStream};
use std::os::fd::AsFd;

use actix_web::dev::Extensions;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, LOCATION};
use actix_web::{HttpRequest, HttpResponse, rt};

use crate::faults::Fault;
use crate::php::{Php, php, text};
use crate::portal::Outage;

/// An answer before it is written.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Php,
    /// The words on the wire, where they are not those of `body`.
    pub(crate) text: Option<String>,
}

impl Answer {
    pub(crate) fn new(status: u16, body: Php) -> Self {
        Self { status, body, text: None }
    }

    pub(crate) fn ok(body: Php) -> Self {
        Self::new(200, body)
    }

    pub(crate) fn error(status: u16, code: &str, description: &str) -> Self {
        Self::new(status, php! { "error" => code, "error_description" => description })
    }

    /// The `error` it carries.
    pub(crate) fn code(&self) -> Option<String> {
        self.body.get("error").map(text)
    }
}

/// A request as it came in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// `GET` or `POST`.
    pub(crate) verb: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) content_type: &'a str,
    /// The `Authorization` header.
    pub(crate) authorization: Option<&'a str>,
    pub(crate) body: &'a [u8],
}

impl<'a> Asked<'a> {
    /// The request that came through a socket.
    pub(crate) fn over_http(req: &'a HttpRequest, body: &'a [u8]) -> Self {
        let header = |name| req.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        Self {
            verb: req.method().as_str(),
            path: req.path(),
            query: req.query_string(),
            content_type: header("Content-Type").unwrap_or_default(),
            authorization: header("Authorization"),
            body,
        }
    }
}

/// What goes back to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sent {
    /// A response.
    Response { status: u16, content_type: &'static str, body: String, location: Option<String> },
    /// A response with a content type that a test made up.
    Odd { status: u16, content_type: String, body: String },
    /// The connection closes without an answer.
    Cut,
}

impl Sent {
    /// Sends it through the request's socket.
    pub(crate) fn over_http(self, req: &HttpRequest) -> HttpResponse {
        match self {
            Self::Response { status, content_type, body, location } => {
                let mut response = raw(status, content_type, body);
                if let Some(location) = location.and_then(|location| location.parse().ok()) {
                    response.headers_mut().insert(LOCATION, location);
                }
                response
            }
            Self::Odd { status, content_type, body } => raw(status, &content_type, body),
            Self::Cut => cut(req),
        }
    }
}

/// A second handle on the connection's socket, to close it without an answer.
struct Cutter(TcpStream);

/// Notes the socket of a new connection.
pub(crate) fn remember_socket(connection: &dyn std::any::Any, data: &mut Extensions) {
    if let Some(stream) = connection.downcast_ref::<rt::net::TcpStream>()
        && let Ok(socket) = stream.as_fd().try_clone_to_owned()
    {
        data.insert(Cutter(TcpStream::from(socket)));
    }
}

/// Closes the connection; what is returned never arrives.
fn cut(req: &HttpRequest) -> HttpResponse {
    if let Some(Cutter(socket)) = req.conn_data::<Cutter>() {
        let _ = socket.shutdown(Shutdown::Both);
    }
    HttpResponse::Ok().force_close().finish()
}

/// The answer of a fault that strikes before any work, with the status to log.
pub(crate) async fn before_work(fault: Option<&Fault>) -> Option<(u16, Sent)> {
    match fault? {
        Fault::Http(status, body, content_type) => {
            let (content_type, body) = (content_type.clone(), body.clone());
            Some((*status, Sent::Odd { status: *status, content_type, body }))
        }
        Fault::Html(status) => Some((*status, front_end_page(*status))),
        Fault::Redirect(status, location) => Some((*status, redirect(*status, location))),
        Fault::CutBefore => Some((0, Sent::Cut)),
        Fault::Hang => std::future::pending().await,
        _ => None,
    }
}

/// The status that the caller sees after the work: 0 when the connection closes without an answer.
pub(crate) fn status_after_work(fault: Option<&Fault>, answer: &Answer) -> u16 {
    match fault {
        Some(Fault::EmptyBody) => 200,
        Some(Fault::CutAfter) => 0,
        Some(Fault::AnswerAfterWork { status, .. }) => *status,
        _ => answer.status,
    }
}

/// The response for an answer, as a fault after the work leaves it.
pub(crate) fn after_work(fault: Option<&Fault>, answer: &Answer) -> Sent {
    let full = || answer.text.clone().unwrap_or_else(|| answer.body.to_text());
    let status = status_after_work(fault, answer);
    match fault {
        Some(Fault::EmptyBody) => reply(status, JSON, String::new()),
        Some(Fault::Truncated) => reply(status, JSON, half(&full())),
        Some(Fault::CutAfter) => Sent::Cut,
        Some(Fault::AnswerAfterWork { body, .. }) => {
            reply(status, if body.starts_with('<') { HTML } else { JSON }, body.clone())
        }
        _ => reply(status, JSON, full()),
    }
}

fn half(text: &str) -> String {
    text.chars().take(text.chars().count() / 2).collect()
}

/// The answer of a portal that is out of order, with the status to log.
pub(crate) async fn during_outage(outage: Option<Outage>) -> Option<(u16, Sent)> {
    match outage? {
        Outage::Unavailable => Some((503, front_end_page(503))),
        Outage::Cut => Some((0, Sent::Cut)),
        Outage::Silent => std::future::pending().await,
    }
}

const JSON: &str = "application/json; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

fn reply(status: u16, content_type: &'static str, body: String) -> Sent {
    Sent::Response { status, content_type, body, location: None }
}

fn raw(status: u16, content_type: &str, body: String) -> HttpResponse {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    HttpResponse::build(status).insert_header(("Content-Type", content_type)).body(body)
}

/// A redirect.
pub(crate) fn redirect(status: u16, location: &str) -> Sent {
    Sent::Response { status, content_type: HTML, body: String::new(), location: Some(location.to_owned()) }
}

/// What the front end shows when it has no answer of the portal.
pub(crate) fn front_end_page(status: u16) -> Sent {
    let reason =
        StatusCode::from_u16(status).ok().and_then(|code| code.canonical_reason()).unwrap_or("Error");
    let page = format!(
        "<html>\r\n<head><title>{status} {reason}</title></head>\r\n<body>\r\n<center><h1>{status} {reason}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    );
    reply(status, HTML, page)
}

/// An HTML page of the portal.
pub(crate) fn page(status: u16, body: &str) -> HttpResponse {
    raw(status, HTML, format!("<!doctype html><meta charset=\"utf-8\"><title>Bitrix24</title>{body}"))
}
