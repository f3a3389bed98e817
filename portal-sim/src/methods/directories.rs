//! `crm.status.list`: the directories of sources, contact types and salutations.

use super::context::{Context, Outcome, Reply};
use super::error::RestError;
use super::params::either_case;
use crate::php::{Php, PhpArray, php, text};

/// `crm.status.list`: has no pages. A user who may read any CRM entry may call it.
pub(super) fn list(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    const ALL: [(&str, &str, &str); 12] = [
        ("SOURCE", "CALL", "Call"),
        ("SOURCE", "EMAIL", "E-mail"),
        ("SOURCE", "WEB", "Website"),
        ("SOURCE", "TRADE_SHOW", "Exhibition"),
        ("SOURCE", "PARTNER", "Existing client"),
        ("SOURCE", "OTHER", "Other"),
        ("CONTACT_TYPE", "CLIENT", "Clients"),
        ("CONTACT_TYPE", "SUPPLIER", "Suppliers"),
        ("CONTACT_TYPE", "PARTNER", "Partners"),
        ("HONORIFIC", "HNR_EN_1", "Mr."),
        ("HONORIFIC", "HNR_EN_2", "Mrs."),
        ("HONORIFIC", "HNR_EN_3", "Ms."),
    ];
    if !context.user(&context.data()).may_read_any() {
        return Err(RestError::access_denied());
    }
    let filter = either_case(params, "filter").and_then(Php::as_array);
    let condition = |name: &str| match filter.and_then(|filter| filter.get(name)) {
        Some(Php::Array(_)) => Err(RestError::without_code(&format!("Filter by {name} must be a string"))),
        given => Ok(given.map(text)),
    };
    let (entity, status) = (condition("ENTITY_ID")?, condition("STATUS_ID")?);
    let fits = |condition: &Option<String>, value: &str| {
        condition.as_deref().is_none_or(|condition| condition == value)
    };
    let rows = ALL.iter().zip(1_u64..).filter(|(row, _)| fits(&entity, row.0) && fits(&status, row.1));
    let rows: Vec<Php> = rows
        .map(|(row, id)| {
            php! {
                "ID" => id.to_string(),
                "ENTITY_ID" => row.0,
                "STATUS_ID" => row.1,
                "NAME" => row.2,
                "NAME_INIT" => "",
                "SORT" => (10 * id).to_string(),
                "SYSTEM" => "N",
                "CATEGORY_ID" => Php::Null,
                "COLOR" => Php::Null,
                "SEMANTICS" => Php::Null,
            }
        })
        .collect();
    let total = rows.len();
    Ok(Reply { result: Php::list(rows), next: None, total: Some(total) })
}
