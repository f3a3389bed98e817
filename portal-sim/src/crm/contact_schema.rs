//! The fields of contacts, in the order in which `crm.contact.fields` describes them (`GetFieldsInfo` in
//! `yuliai/bitrix-modules crm/classes/general/crm_contact.php`).

use super::schema::{Field, FieldKind, read_only, writable};

/// A custom field of all portals of the simulator: a text.
pub(crate) const CUSTOM_TEXT: &str = "UF_CRM_1700000001";
/// A custom field with several of [`CHOICES`].
pub(crate) const CUSTOM_CHOICE: &str = "UF_CRM_1700000002";
/// A custom field with yes or no.
pub(crate) const CUSTOM_SWITCH: &str = "UF_CRM_1700000003";

/// The values of [`CUSTOM_CHOICE`].
pub(crate) const CHOICES: [(&str, &str); 3] =
    [("45", "Newsletter"), ("47", "Partner day"), ("49", "Reseller")];

/// All fields of contacts.
pub(crate) const CONTACT: &[Field] = &[
    read_only("ID", FieldKind::Number),
    writable("HONORIFIC", FieldKind::Status),
    writable("NAME", FieldKind::Text),
    writable("SECOND_NAME", FieldKind::Text),
    writable("LAST_NAME", FieldKind::Text),
    read_only("FULL_NAME", FieldKind::Hidden),
    writable("PHOTO", FieldKind::File),
    writable("BIRTHDATE", FieldKind::Day),
    writable("TYPE_ID", FieldKind::Status),
    writable("SOURCE_ID", FieldKind::Status),
    writable("SOURCE_DESCRIPTION", FieldKind::Text),
    writable("POST", FieldKind::Text),
    writable("ADDRESS", FieldKind::Text),
    writable("ADDRESS_2", FieldKind::Text),
    writable("ADDRESS_CITY", FieldKind::Text),
    writable("ADDRESS_POSTAL_CODE", FieldKind::Text),
    writable("ADDRESS_REGION", FieldKind::Text),
    writable("ADDRESS_PROVINCE", FieldKind::Text),
    writable("ADDRESS_COUNTRY", FieldKind::Text),
    writable("ADDRESS_COUNTRY_CODE", FieldKind::Text),
    writable("ADDRESS_LOC_ADDR_ID", FieldKind::Number),
    writable("COMMENTS", FieldKind::Text),
    writable("OPENED", FieldKind::Flag),
    writable("EXPORT", FieldKind::Flag),
    read_only("HAS_PHONE", FieldKind::Flag),
    read_only("HAS_EMAIL", FieldKind::Flag),
    read_only("HAS_IMOL", FieldKind::Flag),
    writable("ASSIGNED_BY_ID", FieldKind::Number),
    read_only("CREATED_BY_ID", FieldKind::Number),
    read_only("MODIFY_BY_ID", FieldKind::Number),
    read_only("DATE_CREATE", FieldKind::Date),
    read_only("DATE_MODIFY", FieldKind::Date),
    writable("COMPANY_ID", FieldKind::Link),
    writable("COMPANY_IDS", FieldKind::NoColumn),
    read_only("LEAD_ID", FieldKind::Number),
    writable("ORIGINATOR_ID", FieldKind::Text),
    writable("ORIGIN_ID", FieldKind::Text),
    writable("ORIGIN_VERSION", FieldKind::Text),
    writable("UTM_SOURCE", FieldKind::Text),
    writable("UTM_MEDIUM", FieldKind::Text),
    writable("UTM_CAMPAIGN", FieldKind::Text),
    writable("UTM_CONTENT", FieldKind::Text),
    writable("UTM_TERM", FieldKind::Text),
    read_only("LAST_ACTIVITY_TIME", FieldKind::Date),
    read_only("LAST_ACTIVITY_BY", FieldKind::Number),
    writable("PHONE", FieldKind::Multi),
    writable("EMAIL", FieldKind::Multi),
    writable("WEB", FieldKind::Multi),
    writable("IM", FieldKind::Multi),
    writable("LINK", FieldKind::Multi),
    writable(CUSTOM_TEXT, FieldKind::Text),
    writable(CUSTOM_CHOICE, FieldKind::Many),
    writable(CUSTOM_SWITCH, FieldKind::Flag),
];
