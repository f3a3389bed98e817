//! A response, over a socket or in memory. It can also be the end of the connection.

use std::net::{Shutdown, TcpStream};
use std::os::fd::AsFd;

use actix_web::dev::Extensions;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, rt};

pub(super) const JSON: &str = "application/json; charset=utf-8";
pub(super) const HTML: &str = "text/html; charset=utf-8";

/// What is sent to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Response {
    /// A response.
    Sent { status: u16, content_type: &'static str, body: String, location: Option<String> },
    /// A response of which a test has scripted all parts.
    Scripted { status: u16, content_type: String, body: String },
    /// The connection closes without an answer.
    Cut,
}

impl Response {
    pub(super) fn new(status: u16, content_type: &'static str, body: String) -> Self {
        Self::Sent { status, content_type, body, location: None }
    }

    /// Sends it through the request's socket.
    pub(crate) fn over_http(self, req: &HttpRequest) -> HttpResponse {
        match self {
            Self::Sent { status, content_type, body, location } => {
                let mut response = http_response(status, content_type, body);
                if let Some(location) = location.and_then(|location| location.parse().ok()) {
                    response.headers_mut().insert(LOCATION, location);
                }
                response
            }
            Self::Scripted { status, content_type, body } => http_response(status, &content_type, body),
            Self::Cut => cut(req),
        }
    }
}

/// A redirect.
pub(crate) fn redirect(status: u16, location: &str) -> Response {
    Response::Sent { status, content_type: HTML, body: String::new(), location: Some(location.to_owned()) }
}

/// The page of the front end when the portal itself does not answer.
pub(crate) fn front_end_page(status: u16) -> Response {
    let reason =
        StatusCode::from_u16(status).ok().and_then(|code| code.canonical_reason()).unwrap_or("Error");
    let page = format!(
        "<html>\r\n<head><title>{status} {reason}</title></head>\r\n<body>\r\n<center><h1>{status} {reason}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    );
    Response::new(status, HTML, page)
}

/// A simple HTML page of the portal.
pub(crate) fn html_page(status: u16, body: &str) -> HttpResponse {
    let head = "<!doctype html><meta charset=\"utf-8\"><title>Bitrix24</title>";
    http_response(status, HTML, format!("{head}{body}"))
}

fn http_response(status: u16, content_type: &str, body: String) -> HttpResponse {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    HttpResponse::build(status).insert_header(("Content-Type", content_type)).body(body)
}

/// A second handle on the connection's socket. It closes the connection without an answer.
struct SecondHandle(TcpStream);

/// Keeps a second handle on the socket of each new connection.
pub(crate) fn remember_socket(connection: &dyn std::any::Any, data: &mut Extensions) {
    if let Some(stream) = connection.downcast_ref::<rt::net::TcpStream>()
        && let Ok(socket) = stream.as_fd().try_clone_to_owned()
    {
        data.insert(SecondHandle(TcpStream::from(socket)));
    }
}

/// Closes the connection. The returned response never arrives.
fn cut(req: &HttpRequest) -> HttpResponse {
    if let Some(SecondHandle(socket)) = req.conn_data::<SecondHandle>() {
        let _ = socket.shutdown(Shutdown::Both);
    }
    HttpResponse::Ok().force_close().finish()
}
