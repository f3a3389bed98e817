//! A refusal of a REST method: status, code and text. The code may be empty.

use crate::php::Php;
use crate::transport::Answer;

/// Why a method did not succeed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RestError {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) text: String,
    /// It came from a portal-wide exception, which stays and colours later errors of the same batch.
    pub(crate) lingers: bool,
    /// The portal broke: what else the request was to do is not done.
    pub(crate) breaks_off: bool,
    extra: Option<(&'static str, Php)>,
}

impl RestError {
    pub(crate) fn new(status: u16, code: &str, text: &str) -> Self {
        Self {
            status,
            code: code.to_owned(),
            text: text.to_owned(),
            lingers: false,
            breaks_off: false,
            extra: None,
        }
    }

    /// A refusal with an empty code, as most of the older CRM methods have it.
    pub(crate) fn nameless(text: &str) -> Self {
        Self::new(400, "", text)
    }

    /// The older methods' words for everything that rights forbid, or hide.
    pub(crate) fn access_denied() -> Self {
        Self::nameless("Access denied.")
    }

    pub(crate) fn forbidden() -> Self {
        Self::new(403, "ACCESS_DENIED", "Access denied!")
    }

    pub(crate) fn lingering(text: &str) -> Self {
        Self { lingers: true, ..Self::new(400, "ERROR_CORE", text) }
    }

    pub(crate) fn fatal() -> Self {
        Self { breaks_off: true, ..Self::new(500, "INTERNAL_SERVER_ERROR", "Internal server error") }
    }

    pub(crate) fn argument(name: &str, text: &str) -> Self {
        Self { extra: Some(("argument", name.into())), ..Self::new(400, "ERROR_ARGUMENT", text) }
    }

    pub(crate) fn method_not_found() -> Self {
        Self::new(404, "ERROR_METHOD_NOT_FOUND", "Method not found!")
    }

    pub(crate) fn insufficient_scope(by_webhook: bool) -> Self {
        let holder = if by_webhook { "webhook" } else { "access" };
        let text = format!("The request requires higher privileges than provided by the {holder} token");
        Self::new(401, "insufficient_scope", &text)
    }

    /// The error as an item of a batch.
    pub(crate) fn body(&self) -> Php {
        let mut body = Answer::error(self.status, &self.code, &self.text).body;
        if let Some((name, value)) = &self.extra {
            body.array_mut().set(*name, value.clone());
        }
        body
    }

    pub(crate) fn answer(&self) -> Answer {
        Answer::new(self.status, self.body())
    }
}
