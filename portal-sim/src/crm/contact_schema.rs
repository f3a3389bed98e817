//! The fields of contacts, in the order in which `crm.contact.fields` describes them (`GetFieldsInfo` in
//! `yuliai/bitrix-modules crm/classes/general/crm_contact.php`).

use super::schema::{Field, Kind, fixed, own};

/// The custom fields that every portal of the simulator has.
pub(crate) const CUSTOM_TEXT: &str = "UF_CRM_1700000001";
/// A choice of several, from the list below.
pub(crate) const CUSTOM_CHOICE: &str = "UF_CRM_1700000002";
/// Yes or no.
pub(crate) const CUSTOM_SWITCH: &str = "UF_CRM_1700000003";

/// What can be chosen in [`CUSTOM_CHOICE`].
pub(crate) const CHOICES: [(&str, &str); 3] =
    [("45", "Newsletter"), ("47", "Partner day"), ("49", "Reseller")];

/// All fields.
pub(crate) const CONTACT: &[Field] = &[
    fixed("ID", Kind::Number),
    own("HONORIFIC", Kind::Status),
    own("NAME", Kind::Text),
    own("SECOND_NAME", Kind::Text),
    own("LAST_NAME", Kind::Text),
    fixed("FULL_NAME", Kind::Hidden),
    own("PHOTO", Kind::File),
    own("BIRTHDATE", Kind::Day),
    own("TYPE_ID", Kind::Status),
    own("SOURCE_ID", Kind::Status),
    own("SOURCE_DESCRIPTION", Kind::Text),
    own("POST", Kind::Text),
    own("ADDRESS", Kind::Text),
    own("ADDRESS_2", Kind::Text),
    own("ADDRESS_CITY", Kind::Text),
    own("ADDRESS_POSTAL_CODE", Kind::Text),
    own("ADDRESS_REGION", Kind::Text),
    own("ADDRESS_PROVINCE", Kind::Text),
    own("ADDRESS_COUNTRY", Kind::Text),
    own("ADDRESS_COUNTRY_CODE", Kind::Text),
    own("ADDRESS_LOC_ADDR_ID", Kind::Number),
    own("COMMENTS", Kind::Text),
    own("OPENED", Kind::Flag),
    own("EXPORT", Kind::Flag),
    fixed("HAS_PHONE", Kind::Flag),
    fixed("HAS_EMAIL", Kind::Flag),
    fixed("HAS_IMOL", Kind::Flag),
    own("ASSIGNED_BY_ID", Kind::Number),
    fixed("CREATED_BY_ID", Kind::Number),
    fixed("MODIFY_BY_ID", Kind::Number),
    fixed("DATE_CREATE", Kind::Date),
    fixed("DATE_MODIFY", Kind::Date),
    own("COMPANY_ID", Kind::Link),
    own("COMPANY_IDS", Kind::NoColumn),
    fixed("LEAD_ID", Kind::Number),
    own("ORIGINATOR_ID", Kind::Text),
    own("ORIGIN_ID", Kind::Text),
    own("ORIGIN_VERSION", Kind::Text),
    own("UTM_SOURCE", Kind::Text),
    own("UTM_MEDIUM", Kind::Text),
    own("UTM_CAMPAIGN", Kind::Text),
    own("UTM_CONTENT", Kind::Text),
    own("UTM_TERM", Kind::Text),
    fixed("LAST_ACTIVITY_TIME", Kind::Date),
    fixed("LAST_ACTIVITY_BY", Kind::Number),
    own("PHONE", Kind::Multi),
    own("EMAIL", Kind::Multi),
    own("WEB", Kind::Multi),
    own("IM", Kind::Multi),
    own("LINK", Kind::Multi),
    own(CUSTOM_TEXT, Kind::Text),
    own(CUSTOM_CHOICE, Kind::Many),
    own(CUSTOM_SWITCH, Kind::Flag),
];
