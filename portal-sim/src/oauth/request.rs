//! Reading a request to the authorization server.

use crate::php::{Php, PhpArray, parse_query, text};
use crate::wire::Request;
use crate::world::{Arrival, SecretIn};

/// The parameters of a request.
pub(super) struct Params {
    /// The parameters of the query and of the body. Those of the body take precedence.
    pub(super) all: PhpArray,
    in_body: PhpArray,
}

impl Params {
    /// Reads the query and a form body; with `json` also a JSON body.
    pub(super) fn read(request: Request<'_>, json: bool) -> Self {
        let kind = request.content_type;
        let in_body = if kind.starts_with("application/x-www-form-urlencoded") {
            parse_query(request.body)
        } else if json && kind.starts_with("application/json") {
            let parsed = serde_json::from_slice::<Php>(request.body).ok();
            parsed.and_then(|php| php.as_array().cloned()).unwrap_or_default()
        } else {
            PhpArray::default()
        };
        let mut all = parse_query(request.query.as_bytes());
        for (name, value) in in_body.iter() {
            all.set(name, value.clone());
        }
        Self { all, in_body }
    }

    /// The text of a parameter; empty if it is missing.
    pub(super) fn text(&self, name: &str) -> String {
        self.all.get(name).map(text).unwrap_or_default()
    }

    /// The call as it is logged on its arrival. `secret` is the parameter whose place is noted.
    pub(super) fn arrival(&self, now: f64, request: Request<'_>, method: &str, secret: &str) -> Arrival {
        let mut arrival = Arrival::new(now, method, &self.all);
        request.path.clone_into(&mut arrival.source_path);
        request.verb.clone_into(&mut arrival.verb);
        arrival.secret_in = match (self.in_body.get(secret), self.all.get(secret)) {
            (Some(_), _) => Some(SecretIn::Body),
            (None, Some(_)) => Some(SecretIn::Query),
            (None, None) => None,
        };
        arrival
    }
}
