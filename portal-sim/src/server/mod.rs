//! The HTTP servers, and what needs them: renaming a portal and taking it down.

mod http;
mod portal_server;

pub(crate) use http::serve_authorization;
pub(crate) use portal_server::start_portal;
