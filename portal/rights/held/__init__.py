"""What the portal's own rooms hold about a person; the four apps say the same of theirs in their seams."""

from portal.rights.held.audit import AuditData
from portal.rights.held.record import RecordData
from portal.rights.held.registration import RegistrationData
from portal.rights.held.requests import RequestData
from portal.rights.held.signin import SigninData

HELD = (RegistrationData(), SigninData(), RecordData(), RequestData(), AuditData())
