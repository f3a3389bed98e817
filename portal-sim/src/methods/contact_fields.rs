//! `crm.contact.fields`: the type and properties of each field of a contact (`b24restdocs
//! api-reference/crm/contacts/crm-contact-fields.md`).

use super::context::{Context, Outcome};
use crate::crm::{CHOICES, CONTACT, CUSTOM_CHOICE, CUSTOM_SWITCH, Field, FieldKind};
use crate::php::{Php, PhpArray, php};

pub(super) fn describe(_: &mut Context<'_>, _: &PhpArray) -> Outcome {
    let shown = CONTACT.iter().filter(|field| field.kind != FieldKind::Hidden);
    let all = shown.map(|field| (field.name.to_owned(), described(field)));
    Ok(Php::Array(PhpArray::of(all.collect())).into())
}

fn described(field: &Field) -> Php {
    let custom = field.name.starts_with("UF_");
    let mut described = php! {
        "type" => type_name(field),
        "isRequired" => ["NAME", "SECOND_NAME", "LAST_NAME"].contains(&field.name),
        "isReadOnly" => field.read_only,
        "isImmutable" => false,
        "isMultiple" => matches!(field.kind, FieldKind::Multi | FieldKind::NoColumn | FieldKind::Many),
        "isDynamic" => custom,
    };
    let more = described.array_mut();
    if let Some(directory) = directory(field.name) {
        more.set("statusType", directory);
    }
    if field.name == "COMPANY_ID" {
        more.set("isDeprecated", true);
    }
    if field.name == CUSTOM_CHOICE {
        more.set("items", Php::list(CHOICES.map(|(id, value)| php! { "ID" => id, "VALUE" => value })));
    }
    more.set("title", title(field.name));
    if custom {
        for label in ["listLabel", "formLabel", "filterLabel"] {
            more.set(label, label_of(field.name));
        }
    }
    described
}

fn type_name(field: &Field) -> &'static str {
    match (field.name, field.kind) {
        ("LEAD_ID", _) => "crm_lead",
        (CUSTOM_SWITCH, _) => "boolean",
        (name, _) if name.ends_with("_BY_ID") || name.ends_with("_BY") => "user",
        (_, FieldKind::Number) => "integer",
        (_, FieldKind::Status) => "crm_status",
        (_, FieldKind::Flag) => "char",
        (_, FieldKind::Date) => "datetime",
        (_, FieldKind::Day) => "date",
        (_, FieldKind::Money) => "double",
        (_, FieldKind::Many) => "enumeration",
        (_, FieldKind::File) => "file",
        (_, FieldKind::Link | FieldKind::NoColumn) => "crm_company",
        (_, FieldKind::Multi) => "crm_multifield",
        (_, FieldKind::Text | FieldKind::Hidden) => "string",
    }
}

fn directory(name: &str) -> Option<&'static str> {
    match name {
        "HONORIFIC" => Some("HONORIFIC"),
        "TYPE_ID" => Some("CONTACT_TYPE"),
        "SOURCE_ID" => Some("SOURCE"),
        _ => None,
    }
}

fn title(name: &'static str) -> &'static str {
    const TITLES: [(&str, &str); 20] = [
        ("HONORIFIC", "Salutation"),
        ("NAME", "First Name"),
        ("SECOND_NAME", "Middle Name"),
        ("LAST_NAME", "Last Name"),
        ("BIRTHDATE", "Birthdate"),
        ("TYPE_ID", "Contact Type"),
        ("SOURCE_ID", "Source"),
        ("SOURCE_DESCRIPTION", "Additional Source Information"),
        ("POST", "Position"),
        ("ADDRESS", "Address"),
        ("ADDRESS_CITY", "City"),
        ("ADDRESS_POSTAL_CODE", "Postal Code"),
        ("ADDRESS_COUNTRY", "Country"),
        ("COMMENTS", "Comment"),
        ("ASSIGNED_BY_ID", "Responsible Person"),
        ("COMPANY_ID", "Company"),
        ("ORIGINATOR_ID", "External Source"),
        ("ORIGIN_ID", "Identifier in External Source"),
        ("PHONE", "Phone"),
        ("EMAIL", "E-mail"),
    ];
    TITLES.iter().find(|known| known.0 == name).map_or(name, |known| known.1)
}

fn label_of(name: &str) -> &'static str {
    match name {
        CUSTOM_CHOICE => "Interests",
        CUSTOM_SWITCH => "Agreed to be called",
        _ => "Note",
    }
}
