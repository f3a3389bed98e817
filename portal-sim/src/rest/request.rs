//! A REST request as the portal's router reads it: path, verb, encodings, and where the secret stands.

use crate::journal::{Arrival, SecretIn};
use crate::php::{Php, PhpArray, parse_query, text};
use crate::transport::Asked;

/// What was asked, and with which secret.
#[derive(Debug)]
pub(crate) struct Incoming {
    /// In lower case.
    pub(crate) method: String,
    /// User and secret of a webhook's address.
    pub(crate) webhook: Option<(u64, String)>,
    pub(crate) token: Option<String>,
    pub(crate) params: PhpArray,
    secret_in: Option<SecretIn>,
}

impl Incoming {
    pub(crate) fn read(asked: Asked<'_>) -> Self {
        let (webhook, method) = read_path(asked.path);
        let in_body = read_body(asked);
        let mut params = parse_query(asked.query.as_bytes());
        for (name, value) in in_body.iter() {
            params.set(name, value.clone());
        }
        let bearer = asked.authorization.and_then(bearer);
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

    /// An open entry for the log of calls.
    pub(crate) fn call(&self, asked: Asked<'_>, now: f64) -> Arrival {
        let mut call = Arrival::new(now, &self.method, &self.params);
        call.source_path = match &self.webhook {
            Some((_, secret)) => asked.path.replace(secret.as_str(), "***"),
            None => asked.path.to_owned(),
        };
        asked.verb.clone_into(&mut call.verb);
        call.secret_in = self.secret_in;
        call
    }
}

/// Splits `/rest/7/secret/crm.contact.get.json/`; doubled slashes count as one.
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

/// A JSON body with a mistake is dropped in silence (`b24restdocs settings/how-to-call-rest-api`).
fn read_body(asked: Asked<'_>) -> PhpArray {
    if asked.content_type.to_lowercase().starts_with("application/json") {
        let parsed = serde_json::from_slice::<Php>(asked.body).ok();
        return parsed.and_then(|php| php.as_array().cloned()).unwrap_or_default();
    }
    if asked.verb == "POST" { parse_query(asked.body) } else { PhpArray::default() }
}

fn bearer(header: &str) -> Option<String> {
    let token = header.strip_prefix("Bearer ").or_else(|| header.strip_prefix("bearer "))?;
    Some(token.trim().to_owned()).filter(|token| !token.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_may_carry_suffixes_slashes_and_capitals() {
        let plain = |path| read_path(path).1;
        assert_eq!(plain("/rest/CRM.Contact.List.json"), "crm.contact.list");
        assert_eq!(plain("/rest//profile/"), "profile");
        let (webhook, method) = read_path("/rest/1/abc/crm.contact.delete");
        assert_eq!((webhook, method.as_str()), (Some((1, "abc".to_owned())), "crm.contact.delete"));
    }
}
