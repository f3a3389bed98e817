//! Reading a REST request as the portal's router does: path, verb, encodings, and where the secret is.

use crate::php::{Php, PhpArray, parse_query, text};
use crate::wire::Request;
use crate::world::{Arrival, SecretIn};

/// A REST request: the method, its parameters, and the secret.
#[derive(Debug)]
pub(super) struct RestRequest {
    /// The method in lower case.
    pub(super) method: String,
    /// The user and the secret in the address of a webhook.
    pub(super) webhook: Option<(u64, String)>,
    pub(super) token: Option<String>,
    pub(super) params: PhpArray,
    secret_in: Option<SecretIn>,
}

impl RestRequest {
    pub(super) fn read(request: Request<'_>) -> Self {
        let (webhook, method) = read_path(request.path);
        let in_body = read_body(request);
        let mut params = parse_query(request.query.as_bytes());
        for (name, value) in in_body.iter() {
            params.set(name, value.clone());
        }
        let bearer = request.authorization.and_then(bearer);
        let named = ["auth", "access_token"].into_iter().find_map(|name| {
            let value = params.get(name).map(text).filter(|value| !value.is_empty())?;
            let place = if in_body.get(name).is_some() { SecretIn::Body } else { SecretIn::Query };
            Some((value, place))
        });
        let found = bearer.map(|token| (token, SecretIn::Header)).or(named);
        let secret_in =
            if webhook.is_some() { Some(SecretIn::Path) } else { found.as_ref().map(|found| found.1) };
        Self { method, webhook, token: found.map(|found| found.0), params, secret_in }
    }

    /// The call as it is logged on its arrival.
    pub(super) fn arrival(&self, request: Request<'_>, now: f64) -> Arrival {
        let mut arrival = Arrival::new(now, &self.method, &self.params);
        arrival.source_path = match &self.webhook {
            Some((_, secret)) => request.path.replace(secret.as_str(), "***"),
            None => request.path.to_owned(),
        };
        request.verb.clone_into(&mut arrival.verb);
        arrival.secret_in = self.secret_in;
        arrival
    }
}

/// Splits a path like `/rest/7/secret/crm.contact.get.json/`. Doubled slashes count as one.
fn read_path(path: &str) -> (Option<(u64, String)>, String) {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).skip(1).collect();
    let (webhook, method) = match parts[..] {
        [user, secret, method] => (user.parse().ok().map(|user| (user, secret.to_owned())), method),
        [method] => (None, method),
        _ => (None, ""),
    };
    let method = method.to_lowercase();
    (webhook, method.strip_suffix(".json").unwrap_or(&method).to_owned())
}

/// Reads the body. A JSON body with a syntax error is ignored (`b24restdocs settings/how-to-call-rest-api`).
fn read_body(request: Request<'_>) -> PhpArray {
    if request.content_type.to_lowercase().starts_with("application/json") {
        let parsed = serde_json::from_slice::<Php>(request.body).ok();
        return parsed.and_then(|php| php.as_array().cloned()).unwrap_or_default();
    }
    if request.verb == "POST" { parse_query(request.body) } else { PhpArray::default() }
}

fn bearer(header: &str) -> Option<String> {
    let token = header.strip_prefix("Bearer ").or_else(|| header.strip_prefix("bearer "))?;
    Some(token.trim().to_owned()).filter(|token| !token.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_may_have_suffixes_slashes_and_capitals() {
        let plain = |path| read_path(path).1;
        assert_eq!(plain("/rest/CRM.Contact.List.json"), "crm.contact.list");
        assert_eq!(plain("/rest//profile/"), "profile");
        let (webhook, method) = read_path("/rest/1/abc/crm.contact.delete");
        assert_eq!((webhook, method.as_str()), (Some((1, "abc".to_owned())), "crm.contact.delete"));
    }
}
