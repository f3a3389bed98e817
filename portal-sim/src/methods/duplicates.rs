//! `crm.duplicate.findbycomm`: whole phones and mails; numbers instead of texts are skipped.

use crate::crm::Contact;
use crate::lock;
use crate::php::{Php, PhpArray, php, text};
use crate::rest::{Outcome, RestError, Session};

const MOST_VALUES: usize = 20;
const MOST_MATCHES: usize = 20;

pub(super) fn find(session: &mut Session, params: &PhpArray) -> Outcome {
    let kind = params.get("type").map(text).unwrap_or_default().to_uppercase();
    if !["PHONE", "EMAIL"].contains(&kind.as_str()) {
        return Err(RestError::nameless("Communication type is not defined or invalid."));
    }
    let Some(values) = params.get("values").and_then(Php::as_array) else {
        return Err(RestError::nameless("Communication values is not defined."));
    };
    let entity = params.get("entity_type").map(text).unwrap_or_default().to_uppercase();
    let data = lock(&session.portal.core.data);
    let user = data.acting(session.access.user_id);
    let mut found: Vec<u64> = Vec::new();
    if entity.is_empty() || entity == "CONTACT" {
        let texts = values.values().filter_map(|value| match value {
            Php::Str(value) => Some(normal(&kind, value)),
            _ => None,
        });
        for wanted in texts.take(MOST_VALUES).filter(|wanted| !wanted.is_empty()) {
            let visible = data.crm.contacts().values().filter(|contact| user.may_read(contact.assigned_by));
            let matching = visible.filter(|contact| has(contact, &kind, &wanted)).take(MOST_MATCHES);
            found.extend(matching.map(|contact| contact.id));
        }
    }
    found.sort_unstable();
    found.dedup();
    let result = if found.is_empty() {
        Php::empty()
    } else {
        php! { "CONTACT" => Php::list(found) }
    };
    Ok(result.into())
}

fn has(contact: &Contact, kind: &str, wanted: &str) -> bool {
    contact.multi.get(kind).into_iter().flatten().any(|multi| normal(kind, &multi.value) == wanted)
}

fn normal(kind: &str, value: &str) -> String {
    if kind == "PHONE" {
        return value.chars().filter(char::is_ascii_digit).collect();
    }
    value.trim().to_lowercase()
}
